/** Answers of OpenID providers, checked by openid-client: OpenID Connect Core sections 3.1.3 and 5.3. */
import { decodeProtectedHeader } from 'jose';
import {
  AuthorizationResponseError,
  authorizationCodeGrant,
  ClientError,
  Configuration,
  type CustomFetch,
  clockSkew,
  customFetch,
  type ExportedJWKSCache,
  enableNonRepudiationChecks,
  fetchUserInfo,
  getJwksCache,
  setJwksCache,
  skipStateCheck,
} from 'openid-client';
import { now } from '#shared/config/clock.ts';
import type { ProviderAttributes } from '#shared/domain/federation/external-identity.ts';
import type { OpenIdMetadata } from '#shared/domain/federation/openid-metadata.ts';
import { readClaims } from '#shared/domain/federation/provider-claims.ts';
import { providerRefusal, refusedAnswer } from '#shared/domain/federation/provider-refusals.ts';
import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import { createCache } from '../../cache/cache.ts';
import type { ProviderAnswer } from '../provider-kinds.ts';
import { clientAuthentication } from './client-authentication.ts';
import { askProvider, type Purpose } from './provider-requests.ts';
import { answerPath } from './provider-settings.ts';

/** What an OpenID provider says. */
export interface OpenIdAnswer {
  readonly subject: string;
  readonly tokenResponse: ProviderAttributes;
  readonly accessToken: string;
  readonly idToken: ProviderAttributes;
  /** Undefined where there is no userInfo endpoint, or it is not to be asked. */
  readonly userInfo: ProviderAttributes | undefined;
  readonly acr: string | undefined;
}

// openid-client takes keys that are up to five minutes old, and fetches them once a minute at most for an unknown one.
const keySets = createCache<ExportedJWKSCache>(300, undefined, 600_000);

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

/** What openid-client says of an error: why, and which claim is not as it has to be. */
const detailsOf = ({ cause, message }: ClientError) => {
  const details = memberOf(cause, 'cause');
  return {
    reason: cause instanceof Error ? cause.message : message,
    claim: memberOf(details, 'claim'),
    issuer: memberOf(memberOf(details, 'claims'), 'iss'),
  };
};

/** The refusal for what openid-client threw, in Cognito's words where they are known. */
const toRefusal = (provider: string, error: unknown): unknown => {
  if (error instanceof AuthorizationResponseError) return providerRefusal(error.error, error.error_description);
  if (!(error instanceof ClientError)) return error;
  if (error.cause instanceof OAuthError) return error.cause;
  const { claim, issuer, reason } = detailsOf(error);
  if (claim === 'iss') return refusedAnswer(`Bad id_token issuer ${String(issuer)}`, error);
  if (typeof claim === 'string') return refusedAnswer(`Bad id_token ${claim}`, error);
  return refusedAnswer(`${provider} Error - ${reason}`, error);
};

const refusing = async <T>(provider: string, work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    throw toRefusal(provider, error);
  }
};

interface Endpoints {
  readonly metadata: OpenIdMetadata;
  /** Where attributes come from; undefined where nobody is to be asked. */
  readonly userInfoUrl: string | undefined;
}

const fetchFor =
  ({ provider: { name, details } }: ProviderAnswer, { metadata, userInfoUrl }: Endpoints): CustomFetch =>
  async (url, { method, headers: given, body: sent }) => {
    const isFor = (endpoint: string | undefined): boolean => endpoint !== undefined && new URL(endpoint).href === url;
    const purposes: readonly (readonly [Purpose, string | undefined])[] = [
      ['token', metadata.tokenEndpoint],
      ['keys', metadata.jwksUri],
      ['attributes', userInfoUrl],
    ];
    const [purpose] = purposes.find(([, endpoint]) => isFor(endpoint)) ?? ['token'];
    const isPost = method === 'POST' || (purpose === 'attributes' && details.attributes_request_method === 'POST');
    const { headers, body } = await askProvider(name, purpose, {
      url,
      method: isPost ? 'POST' : 'GET',
      headers: given,
      ...(isPost && { body: sent ? String(sent) : '' }),
    });
    return new Response(new Uint8Array(body), { headers: { 'content-type': headers['content-type'] ?? '' } });
  };

const configurationFor = async (answer: ProviderAnswer, endpoints: Endpoints): Promise<Configuration> => {
  const { app, provider } = answer;
  const { metadata, userInfoUrl } = endpoints;
  const configuration = new Configuration(
    {
      issuer: metadata.issuer,
      token_endpoint: metadata.tokenEndpoint,
      jwks_uri: metadata.jwksUri,
      id_token_signing_alg_values_supported: [...metadata.signingAlgorithms],
      userinfo_signing_alg_values_supported: [...metadata.userInfoAlgorithms],
      authorization_response_iss_parameter_supported: metadata.namesIssuer,
      ...(userInfoUrl !== undefined && { userinfo_endpoint: userInfoUrl }),
    },
    provider.details.client_id ?? '',
    { [clockSkew]: Math.round((now() - Date.now()) / 1000) },
    await clientAuthentication(app, provider, metadata),
  );
  configuration[customFetch] = fetchFor(answer, endpoints);
  enableNonRepudiationChecks(configuration);
  const keys = keySets.get(metadata.jwksUri);
  if (keys) setJwksCache(configuration, keys);
  return configuration;
};

// What openid-client leaves to others: a key is named, and the token was made for us. OpenID Connect Core section 3.1.3.7.
const assertIdToken = (token: string, claims: ProviderAttributes, clientId: string): void => {
  const { kid } = decodeProtectedHeader(token);
  if (typeof kid !== 'string' || kid === '') throw refusedAnswer('Bad id_token kid');
  if (claims.azp !== undefined && claims.azp !== clientId) throw refusedAnswer('Bad id_token azp');
};

const claimsIn = (provider: string, value: unknown, what: string): ProviderAttributes => {
  const claims = readClaims(value);
  if (!claims) throw refusedAnswer(`${provider} Error - unusable ${what}`);
  return claims;
};

const returnUrl = ({ origin, parameters }: ProviderAnswer): URL => {
  const url = new URL(`${origin}${answerPath}`);
  for (const name of ['code', 'iss', 'error', 'error_description']) {
    const value = parameters.get(name);
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url;
};

const tokensOf = (answer: ProviderAnswer, configuration: Configuration) => {
  const { nonce, verifier, maxAge } = answer.remembered;
  return authorizationCodeGrant(configuration, returnUrl(answer), {
    idTokenExpected: true,
    // The state was checked before.
    expectedState: skipStateCheck,
    ...(nonce !== undefined && { expectedNonce: nonce }),
    ...(verifier !== undefined && { pkceCodeVerifier: verifier }),
    ...(maxAge !== undefined && { maxAge: Number(maxAge) }),
  });
};

/**
 * What the provider says of who signed in: the code is exchanged, the ID token checked with the keys that the provider
 * publishes, and attributes are fetched from `userInfoUrl`. Throws OAuthError.
 */
export const openIdAnswer = async (answer: ProviderAnswer, endpoints: Endpoints): Promise<OpenIdAnswer> => {
  const { name, details } = answer.provider;
  const configuration = await configurationFor(answer, endpoints);
  try {
    const tokens = await refusing(name, tokensOf(answer, configuration));
    const idToken = claimsIn(name, tokens.claims(), 'id_token');
    assertIdToken(tokens.id_token ?? '', idToken, details.client_id ?? '');
    const { sub: subject } = idToken;
    if (typeof subject !== 'string' || subject === '') throw refusedAnswer(`${name} Error - no sub`);
    const userInfo =
      endpoints.userInfoUrl === undefined
        ? undefined
        : claimsIn(
            name,
            await refusing(name, fetchUserInfo(configuration, tokens.access_token, subject)),
            'attributes',
          );
    return {
      subject,
      tokenResponse: claimsIn(name, tokens, 'token response'),
      accessToken: tokens.access_token,
      idToken,
      userInfo,
      acr: typeof idToken.acr === 'string' ? idToken.acr : undefined,
    };
  } finally {
    const keys = getJwksCache(configuration);
    if (keys) keySets.set(endpoints.metadata.jwksUri, keys);
  }
};
