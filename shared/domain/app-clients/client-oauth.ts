import { CognitoException } from '#shared/errors/exception.ts';
import { toClientKey } from '../oauth/client-keys.ts';
import { toOutboundTarget } from '../outbound/outbound-url.ts';
import { isPrivateHost } from '../outbound/private-host.ts';
import { assertOwnPages, type OwnPages } from './own-pages.ts';

/** Grant types beside those of AllowedOAuthFlows. */
export const extensionGrants = [
  'urn:ietf:params:oauth:grant-type:device_code',
  'urn:ietf:params:oauth:grant-type:token-exchange',
  'urn:ietf:params:oauth:grant-type:jwt-bearer',
] as const;

export type ExtensionGrant = (typeof extensionGrants)[number];

/** What Gatehouse adds to the OAuth settings of an app client. */
export interface ClientOAuthSettings {
  /** True where the client may not ask for a code without a code challenge. RFC 7636. */
  readonly requiresPkce: boolean;
  /** True where each of its requests for tokens has to prove a key, which the tokens are bound to. RFC 9449. */
  readonly requiresDpop?: boolean;
  /** True where it has to push its requests for authorization to us. RFC 9126. */
  readonly requiresPushed?: boolean;
  /** What it may ask for besides, where it may ask for anything. */
  readonly grantTypes?: readonly ExtensionGrant[];
  /** How the client proves itself. Undefined: by its secret if it has one, else not at all. */
  readonly authMethod?: 'private_key_jwt';
  /** Where its public keys are. */
  readonly jwksUri?: string;
  /** Its public keys: a JSON Web Key Set (RFC 7517), as it was given. */
  readonly jwks?: string;
  /**
   * What becomes of a request for tokens for a resource (RFC 8707) that is no resource server: it is refused at once, or
   * at the exchange of its code as in Cognito.
   */
  readonly unregisteredResource: 'REFUSE' | 'AS_COGNITO';
  /** Where the client is told of sessions that ended: OpenID Connect Back-Channel Logout 1.0 section 2.2. */
  readonly backchannelLogoutUri?: string;
  /** True where it has to be told which session. */
  readonly backchannelLogoutSessionRequired?: boolean;
  /** The app's own pages, in place of ours. */
  readonly ownPages?: OwnPages;
}

/** The client's settings, with defaults where none were made. */
export const clientOAuth = ({ oauth }: { readonly oauth?: ClientOAuthSettings }): ClientOAuthSettings =>
  oauth ?? { requiresPkce: false, unregisteredResource: 'REFUSE' };

/** True where the client may use that grant type: it may use OAuth at all, and has the type among its own. */
export const allowsGrant = (
  client: {
    readonly oauth?: ClientOAuthSettings;
    readonly settings: { readonly AllowedOAuthFlowsUserPoolClient?: boolean | undefined };
  },
  grantType: ExtensionGrant,
): boolean =>
  client.settings.AllowedOAuthFlowsUserPoolClient === true &&
  (clientOAuth(client).grantTypes ?? []).includes(grantType);

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

const mostKeys = 10;

const keysIn = (jwks: string): readonly unknown[] => {
  try {
    const set: unknown = JSON.parse(jwks);
    const keys: unknown = typeof set === 'object' && set !== null && 'keys' in set ? set.keys : undefined;
    if (Array.isArray(keys)) return keys;
  } catch {
    // Told below.
  }
  throw invalid('Jwks is no JSON Web Key Set: an object with the member keys, which is a list.');
};

/** Throws InvalidParameterException for what is no set of a few public keys that can be told apart. */
export const assertKeys = (jwks: string): void => {
  const keys = keysIn(jwks);
  if (keys.length === 0 || keys.length > mostKeys) throw invalid(`Jwks is to have 1 to ${mostKeys} keys.`);
  const ids = keys.map((key, index) => {
    const read = toClientKey(key);
    if (typeof read === 'string') throw invalid(`Key ${index + 1} of Jwks can not be used: ${read}.`);
    return read.kid;
  });
  const named = ids.filter((id) => id !== undefined);
  if (new Set(named).size < named.length) throw invalid('Two keys of Jwks have the same kid.');
  if (keys.length > 1 && named.length < keys.length)
    throw invalid('Where Jwks has several keys, each is to have a kid.');
};

// What is known to lead nowhere is refused at once. What a name leads to is seen each time something goes there.
const isReachable = (uri: string, outboundHosts: readonly string[]): boolean => {
  const target = toOutboundTarget(uri, outboundHosts);
  return target !== undefined && (target.isAllowed || !isPrivateHost(target.url.hostname));
};

const reachable = 'of a host on the internet at port 443, or of one that the setting outboundHosts names';

/** Throws InvalidParameterException for a URL from which nothing is fetched. */
export const assertJwksUri = (jwksUri: string, outboundHosts: readonly string[]): void => {
  if (isReachable(jwksUri, outboundHosts)) return;
  throw invalid(`JwksUri is to be an https URL ${reachable}, without credentials.`);
};

const assertLogoutUri = (
  { backchannelLogoutUri: uri, backchannelLogoutSessionRequired = false }: ClientOAuthSettings,
  outboundHosts: readonly string[],
): void => {
  if (uri === undefined) {
    if (backchannelLogoutSessionRequired) {
      throw invalid('BackchannelLogoutSessionRequired is for clients with a BackchannelLogoutUri.');
    }
    return;
  }
  if (isReachable(uri, outboundHosts) && !uri.includes('#')) return;
  throw invalid(`BackchannelLogoutUri is to be an https URL ${reachable}, without credentials and fragment.`);
};

/**
 * Throws InvalidParameterException for settings that do not fit together, keys that are not public or too weak, and a
 * URL from which nothing is fetched. `outboundHosts` are the hosts that the deployment exempts from the check.
 */
export const assertClientOAuth = (oauth: ClientOAuthSettings, outboundHosts: readonly string[]): void => {
  const { authMethod, jwksUri, jwks } = oauth;
  const given = [jwksUri, jwks].filter((keys) => keys !== undefined);
  if (authMethod === undefined && given.length > 0) {
    throw invalid('JwksUri and Jwks are for the TokenEndpointAuthMethod private_key_jwt.');
  }
  if (authMethod !== undefined && given.length !== 1) {
    throw invalid('The TokenEndpointAuthMethod private_key_jwt takes either JwksUri or Jwks.');
  }
  if (jwks !== undefined) assertKeys(jwks);
  if (jwksUri !== undefined) assertJwksUri(jwksUri, outboundHosts);
  assertLogoutUri(oauth, outboundHosts);
  if (oauth.ownPages) assertOwnPages(oauth.ownPages);
};
