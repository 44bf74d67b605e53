/** What OpenID providers publish about themselves: OpenID Connect Discovery section 3, RFC 8414 section 2, RFC 9207. */

/** As far as sign-in needs it. Addresses are https. */
export interface OpenIdMetadata {
  /** To the letter as ID tokens have it. */
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly userInfoEndpoint: string | undefined;
  readonly jwksUri: string;
  /** How clients prove themselves at the token endpoint; undefined where the provider does not say. */
  readonly tokenAuthMethods: readonly string[] | undefined;
  /** What ID tokens are signed with. Only algorithms with a public key. */
  readonly signingAlgorithms: readonly string[];
  /** What answers of the userInfo endpoint are signed with, if they are. */
  readonly userInfoAlgorithms: readonly string[];
  /** True where codes can be bound to a challenge by S256: RFC 7636. */
  readonly takesPkce: boolean;
  /** True where answers always name the issuer: RFC 9207. */
  readonly namesIssuer: boolean;
}

/** Addresses that stand in a provider's details. They count before those that it publishes. */
export interface GivenEndpoints {
  readonly authorizationEndpoint?: string | undefined;
  readonly tokenEndpoint?: string | undefined;
  readonly userInfoEndpoint?: string | undefined;
  readonly jwksUri?: string | undefined;
}

// Never `none`, and no HMAC: whoever knows a public key could make one with it.
const publicKeyAlgorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const;

const textsIn = (value: unknown): readonly string[] | undefined =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : undefined;

const addressIn = (value: unknown): string | undefined =>
  typeof value === 'string' && URL.parse(value)?.protocol === 'https:' ? value : undefined;

const withPublicKey = (algorithms: readonly string[]): readonly string[] =>
  publicKeyAlgorithms.filter((algorithm) => algorithms.includes(algorithm));

/** Where a provider publishes its metadata. */
export const discoveryUrl = (issuer: string): string => `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;

// A slash at its end is all that may differ: it is easily left out, and leads to the same document.
const issuerIn = (published: unknown, issuer: string): string | undefined =>
  typeof published === 'string' && (published === issuer || published === `${issuer}/`) ? published : undefined;

/** The metadata in a document that was fetched for an issuer; undefined for one of another issuer, or without an address. */
export const readOpenIdMetadata = (
  document: unknown,
  expectedIssuer: string,
  given: GivenEndpoints = {},
): OpenIdMetadata | undefined => {
  if (typeof document !== 'object' || document === null) return undefined;
  const members = new Map<string, unknown>(Object.entries(document));
  const issuer = issuerIn(members.get('issuer'), expectedIssuer);
  const authorizationEndpoint = given.authorizationEndpoint ?? addressIn(members.get('authorization_endpoint'));
  const tokenEndpoint = given.tokenEndpoint ?? addressIn(members.get('token_endpoint'));
  const jwksUri = given.jwksUri ?? addressIn(members.get('jwks_uri'));
  if (issuer === undefined || authorizationEndpoint === undefined) return undefined;
  if (tokenEndpoint === undefined || jwksUri === undefined) return undefined;
  return {
    issuer,
    authorizationEndpoint,
    tokenEndpoint,
    userInfoEndpoint: given.userInfoEndpoint ?? addressIn(members.get('userinfo_endpoint')),
    jwksUri,
    tokenAuthMethods: textsIn(members.get('token_endpoint_auth_methods_supported')),
    signingAlgorithms: withPublicKey(
      textsIn(members.get('id_token_signing_alg_values_supported')) ?? publicKeyAlgorithms,
    ),
    userInfoAlgorithms: withPublicKey(
      textsIn(members.get('userinfo_signing_alg_values_supported')) ?? publicKeyAlgorithms,
    ),
    takesPkce: textsIn(members.get('code_challenge_methods_supported'))?.includes('S256') ?? false,
    namesIssuer: members.get('authorization_response_iss_parameter_supported') === true,
  };
};

/** The metadata of a provider all whose addresses are given: nothing more is known of it. */
export const metadataOfGiven = (
  issuer: string,
  { authorizationEndpoint, tokenEndpoint, userInfoEndpoint, jwksUri }: GivenEndpoints,
): OpenIdMetadata | undefined =>
  authorizationEndpoint === undefined || tokenEndpoint === undefined || jwksUri === undefined
    ? undefined
    : {
        issuer,
        authorizationEndpoint,
        tokenEndpoint,
        userInfoEndpoint,
        jwksUri,
        tokenAuthMethods: undefined,
        signingAlgorithms: publicKeyAlgorithms,
        userInfoAlgorithms: publicKeyAlgorithms,
        takesPkce: false,
        namesIssuer: false,
      };
