/** Requests for authorization: RFC 6749 sections 4.1.1 and 4.2.1, OpenID Connect Core section 3.1.2.1. */
import { type AppClient, clientIdOf as publicIdOf } from '../app-clients/app-client.ts';
import { withoutLoopbackPort } from '../app-clients/redirects.ts';
import { OAuthError, type OAuthErrorCode } from './oauth-error.ts';
import type { Parameters } from './parameters.ts';
import { isChallenge } from './pkce.ts';
import { isOpenId, toScopes } from './scopes.ts';

/**
 * Three are our own: with `add_passkey` the user signs in for the page that adds a passkey, with `device_code` for the page
 * that connects a device, and with `account` for the account page. The app gets nothing at an address then.
 */
export type ResponseType = 'code' | 'token' | 'add_passkey' | 'device_code' | 'account';
export type ResponseMode = 'query' | 'fragment' | 'form_post';

/** Where an answer to the app goes, and how. */
export interface ReturnAddress {
  readonly redirectUri: string;
  readonly responseMode: ResponseMode;
  readonly state: string | undefined;
}

/** What an app asks for, with everything that can be checked without looking anything up. */
export interface AuthorizationRequest extends ReturnAddress {
  readonly responseType: ResponseType;
  /** True where the request named the redirect URI. Then the exchange of the code has to name it, too. */
  readonly namesRedirect: boolean;
  readonly scopes: readonly string[];
  /** False where the scopes are all that the client may have, as the request named none. */
  readonly namesScopes: boolean;
  readonly nonce: string | undefined;
  readonly codeChallenge: string | undefined;
  /** The thumbprint of the key that the exchange of the code has to prove: RFC 9449 section 10. */
  readonly dpopJkt: string | undefined;
  /** The resource server that the access token is for: RFC 8707. */
  readonly resource: string | undefined;
  /** True where that is known to be no resource server: then the code is worth nothing, as in Cognito. */
  readonly isForNobody: boolean;
  readonly prompts: readonly string[];
  /** Seconds. */
  readonly maxAge: number | undefined;
  readonly acrValues: readonly string[];
  readonly loginHint: string | undefined;
  /** The provider to sign in through, by its name or by another name that it has. */
  readonly identityProvider: string | undefined;
  readonly idpIdentifier: string | undefined;
  /** An ID token of the user whom the app expects. */
  readonly idTokenHint: string | undefined;
  /** The code of the device that the user connects. */
  readonly userCode: string | undefined;
  /** The part of the account page that the user signs in for. */
  readonly accountPart: string | undefined;
  /** The `sub` of that user, once the token is checked: nobody else's sign-in is an answer. */
  readonly expectedSub: string | undefined;
}

/** Why no answer goes to the app: nothing proves that an address is its own. */
export class UntrustedRequest extends Error {
  /** The error that the page of errors is told. */
  readonly code: string;
  readonly clientId: string | undefined;

  constructor(code: string, clientId?: string) {
    super(code);
    this.name = 'UntrustedRequest';
    this.code = code;
    this.clientId = clientId;
  }
}

/** A refusal that the app hears of at its redirect URI. */
export class RefusedRequest extends Error {
  readonly error: OAuthError;
  readonly returnTo: ReturnAddress;

  constructor(error: OAuthError, returnTo: ReturnAddress) {
    super(error.message, { cause: error });
    this.name = 'RefusedRequest';
    this.error = error;
    this.returnTo = returnTo;
  }
}

/** What the user answered to an app, after having read where that leads. */
export class UserDenied extends OAuthError {
  constructor() {
    super('access_denied', { description: 'The user denied it.' });
  }
}

/** The error for a request without what every request has. */
export const missingParameters = 'Required parameters missing';

const longestText = 2048;
const mostScopes = 100;
const scopeToken = /^[\x21\x23-\x5b\x5d-\x7e]{1,512}$/;
const secondsForm = /^\d{1,9}$/;

const refused = (code: OAuthErrorCode, description?: string): OAuthError => new OAuthError(code, { description });

const untilRedirect = <T>(read: () => T): T => {
  try {
    return read();
  } catch (error) {
    throw error instanceof OAuthError ? new UntrustedRequest('invalid_request') : error;
  }
};

/** The app client that a request names. Throws UntrustedRequest. */
export const clientIdOf = (parameters: Parameters): string => {
  const clientId = untilRedirect(() => parameters.get('client_id'));
  if (clientId === undefined) throw new UntrustedRequest(missingParameters);
  return clientId;
};

// Compared character by character: RFC 9700 section 4.1.3. An address of this machine that is registered without a port
// stands for every port, as apps listen at one that is free: RFC 8252 section 7.3. Clients that registered themselves named
// the port of that moment, so theirs does not count.
const isRedirectOf = ({ settings: { CallbackURLs = [] }, registration }: AppClient, uri: string): boolean => {
  const anyPort = registration ? CallbackURLs.map(withoutLoopbackPort) : CallbackURLs;
  return CallbackURLs.includes(uri) || anyPort.includes(withoutLoopbackPort(uri));
};

const readOrUndefined = (parameters: Parameters, name: string): string | undefined => {
  const values = parameters.all(name);
  return values.length === 1 ? values[0] : undefined;
};

/** The page that connects a device. */
export const devicePath = '/device';

/** The page where users keep their own account, and before the name of a part of it. */
export const accountPath = '/account';

const redirectOf = (parameters: Parameters, client: AppClient) => {
  // A device has no address, so the page hears of everything.
  if (readOrUndefined(parameters, 'response_type') === 'device_code')
    return { redirectUri: devicePath, namesRedirect: false };
  const given = untilRedirect(() => parameters.get('redirect_uri'));
  const usual = client.settings.DefaultRedirectURI;
  // Whoever comes to the account page by its plain address goes back to no app.
  if (given === undefined && usual === undefined && readOrUndefined(parameters, 'response_type') === 'account') {
    return { redirectUri: accountPath, namesRedirect: false };
  }
  const redirectUri = given ?? usual;
  if (redirectUri === undefined) throw new UntrustedRequest(missingParameters);
  if (!isRedirectOf(client, redirectUri)) throw new UntrustedRequest('redirect_mismatch', publicIdOf(client));
  return { redirectUri, namesRedirect: given !== undefined };
};

const modes: readonly ResponseMode[] = ['query', 'fragment', 'form_post'];

/** Where even a refusal of the other parameters goes. Throws UntrustedRequest. */
const returnAddressOf = (parameters: Parameters, redirectUri: string): ReturnAddress => {
  const isImplicit = readOrUndefined(parameters, 'response_type') === 'token';
  const usual: ResponseMode = isImplicit ? 'fragment' : 'query';
  const asked = modes.find((mode) => mode === readOrUndefined(parameters, 'response_mode'));
  // Tokens never stand in a query, which servers log.
  const responseMode = asked === undefined || (isImplicit && asked === 'query') ? usual : asked;
  return { redirectUri, responseMode, state: readOrUndefined(parameters, 'state') };
};

const responseTypeOf = (parameters: Parameters, { settings, registration }: AppClient): ResponseType => {
  const responseType = parameters.require('response_type');
  // These pages are for the owner's own apps.
  const isPage = responseType === 'add_passkey' || responseType === 'device_code' || responseType === 'account';
  if (isPage && !registration) return responseType;
  if (responseType !== 'code' && responseType !== 'token') throw refused('invalid_request');
  const flow = responseType === 'code' ? 'code' : 'implicit';
  if (!settings.AllowedOAuthFlows?.includes(flow)) throw refused('unauthorized_client');
  return responseType;
};

const assertMode = (parameters: Parameters, responseType: ResponseType): void => {
  const mode = parameters.get('response_mode');
  if (mode === undefined) return;
  if (!modes.some((known) => known === mode) || (mode === 'query' && responseType === 'token')) {
    throw refused('invalid_request', 'The response_mode is not supported.');
  }
};

/**
 * The scopes that a request asks for: those of the client where it names none. Throws invalid_scope for one that the
 * client may not have, or where openid is missing beside the scopes that need it.
 */
const scopesOf = (parameters: Parameters, { settings, registration }: AppClient) => {
  const allowed = settings.AllowedOAuthScopes ?? [];
  const given = [...new Set(toScopes(parameters.get('scope') ?? ''))];
  // Every sign-in gets a refresh token. Clients that registered themselves may ask for one.
  const asked = registration ? given.filter((scope) => scope !== 'offline_access') : given;
  const usual = registration?.scopes?.filter((scope) => allowed.includes(scope)) ?? [];
  if (asked.length === 0) return { scopes: usual.length > 0 ? usual : allowed, namesScopes: false };
  const isGood = asked.length <= mostScopes && asked.every((scope) => scopeToken.test(scope));
  if (!isGood || !asked.every((scope) => allowed.includes(scope))) throw refused('invalid_scope');
  const needsOpenId = asked.some((scope) => ['email', 'phone', 'profile'].includes(scope));
  if (needsOpenId && !isOpenId(asked)) throw refused('invalid_scope');
  return { scopes: asked, namesScopes: true };
};

const challengeOf = (parameters: Parameters): string | undefined => {
  const challenge = parameters.get('code_challenge');
  const method = parameters.get('code_challenge_method');
  if (challenge === undefined && method === undefined) return undefined;
  if (method !== 'S256' || challenge === undefined || !isChallenge(challenge)) {
    throw refused('invalid_request', 'The code_challenge is to be made by S256.');
  }
  return challenge;
};

const thumbprintForm = /^[A-Za-z0-9_-]{43}$/;

const dpopJktOf = (parameters: Parameters): string | undefined => {
  const jkt = parameters.get('dpop_jkt');
  if (jkt === undefined || thumbprintForm.test(jkt)) return jkt;
  throw refused('invalid_request', 'The dpop_jkt is no SHA-256 thumbprint of a key.');
};

const promptsOf = (parameters: Parameters): readonly string[] => {
  const prompts = (parameters.get('prompt') ?? '').split(' ').filter(Boolean);
  if (prompts.includes('none') && prompts.length > 1) {
    throw refused('invalid_request', 'The prompt none stands alone.');
  }
  return prompts;
};

const maxAgeOf = (parameters: Parameters): number | undefined => {
  const maxAge = parameters.get('max_age');
  if (maxAge === undefined) return undefined;
  if (!secondsForm.test(maxAge)) throw refused('invalid_request', 'The max_age is a number of seconds.');
  return Number(maxAge);
};

const resourceOf = (parameters: Parameters): string | undefined => {
  const [resource, ...others] = parameters.all('resource');
  if (others.length > 0) throw refused('invalid_target', 'One resource is supported.');
  return resource;
};

const bounded = (parameters: Parameters, name: string): string | undefined => {
  const value = parameters.get(name);
  if (value !== undefined && value.length > longestText) throw refused('invalid_request', `The ${name} is too long.`);
  return value;
};

const partForm = /^[a-z-]{1,32}$/;

// Of anything else, the sign-in leads to the page itself.
const accountPartOf = (parameters: Parameters): string | undefined => {
  const part = parameters.get('account_part');
  return part !== undefined && partForm.test(part) ? part : undefined;
};

// What a request object says would have to win over the query: OpenID Connect Core sections 3.1.2.6 and 6.1.
const assertNoRequestObject = (parameters: Parameters): void => {
  if (parameters.get('request') !== undefined) throw refused('request_not_supported');
  if (parameters.get('request_uri') !== undefined) throw refused('request_uri_not_supported');
};

/**
 * The request for authorization of an app client. Throws UntrustedRequest where no address is proved to be the app's,
 * and RefusedRequest for everything else that is wrong.
 */
export const readAuthorizationRequest = (parameters: Parameters, client: AppClient): AuthorizationRequest => {
  if (!client.settings.AllowedOAuthFlowsUserPoolClient) throw new UntrustedRequest('invalid_request');
  const { redirectUri, namesRedirect } = redirectOf(parameters, client);
  const returnTo = returnAddressOf(parameters, redirectUri);
  try {
    bounded(parameters, 'state');
    assertNoRequestObject(parameters);
    const responseType = responseTypeOf(parameters, client);
    assertMode(parameters, responseType);
    return {
      ...returnTo,
      namesRedirect,
      responseType,
      ...scopesOf(parameters, client),
      nonce: bounded(parameters, 'nonce'),
      codeChallenge: challengeOf(parameters),
      dpopJkt: dpopJktOf(parameters),
      resource: resourceOf(parameters),
      isForNobody: false,
      prompts: promptsOf(parameters),
      maxAge: maxAgeOf(parameters),
      acrValues: (bounded(parameters, 'acr_values') ?? '').split(' ').filter(Boolean),
      loginHint: bounded(parameters, 'login_hint'),
      identityProvider: bounded(parameters, 'identity_provider'),
      idpIdentifier: bounded(parameters, 'idp_identifier'),
      idTokenHint: parameters.get('id_token_hint'),
      userCode: bounded(parameters, 'user_code'),
      accountPart: accountPartOf(parameters),
      expectedSub: undefined,
    };
  } catch (error) {
    throw error instanceof OAuthError ? new RefusedRequest(error, returnTo) : error;
  }
};
