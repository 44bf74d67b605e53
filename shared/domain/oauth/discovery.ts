import { extensionGrants } from '../app-clients/client-oauth.ts';
import { acrLevels, acrName } from '../user-pools/acr-names.ts';
import { registrationSettings, takesRegistrations } from '../user-pools/registration-settings.ts';
import { standardAttributes } from '../user-pools/standard-attributes.ts';
import type { SigningAlgorithm, UserPool } from '../user-pools/user-pool.ts';
import { clientKeyAlgorithms } from './client-keys.ts';

interface Published {
  readonly pool: Pick<UserPool, 'settings' | 'clientRegistration'>;
  /** What the published keys sign with. */
  readonly algorithms: readonly SigningAlgorithm[];
  /** The `iss` of the pool's tokens. */
  readonly issuer: string;
  /** Scheme and host of the OAuth endpoints. */
  readonly origin: string;
}

/** Claims of an ID token beside those that are attributes. */
const ownClaims = [
  'acr',
  'amr',
  'at_hash',
  'aud',
  'auth_time',
  'cognito:groups',
  'cognito:username',
  'exp',
  'iat',
  'iss',
  'jti',
  'nonce',
  'sid',
  'token_use',
] as const;

const claims = [...ownClaims, ...standardAttributes.map(({ name }) => name)].sort();

// The client id alone does not tell the pool, so such clients ask at a domain.
const documentsMember = (pool: Published['pool'], isDomain: boolean) =>
  isDomain && registrationSettings(pool).documents ? { client_id_metadata_document_supported: true } : {};

/**
 * What a pool tells OpenID clients and verifiers of its tokens: OpenID Connect Discovery 1.0 section 3, RFC 8414 section 2.
 * Members are in alphabetical order, as Cognito's are. The lists of Cognito's own members hold what Cognito's hold, and
 * more where there is more.
 */
export const discoveryOf = ({ pool, algorithms, issuer, origin }: Published) => ({
  acr_values_supported: acrLevels.map((level) => acrName(pool, level)),
  authorization_endpoint: `${origin}/oauth2/authorize`,
  authorization_response_iss_parameter_supported: true,
  backchannel_logout_session_supported: true,
  backchannel_logout_supported: true,
  claims_supported: claims,
  ...documentsMember(pool, issuer === origin),
  code_challenge_methods_supported: ['S256'],
  device_authorization_endpoint: `${origin}/oauth2/device_authorization`,
  dpop_signing_alg_values_supported: clientKeyAlgorithms,
  end_session_endpoint: `${origin}/logout`,
  grant_types_supported: ['authorization_code', 'implicit', 'refresh_token', 'client_credentials', ...extensionGrants],
  id_token_signing_alg_values_supported: algorithms,
  introspection_endpoint: `${origin}/oauth2/introspect`,
  issuer,
  jwks_uri: `${issuer}/.well-known/jwks.json`,
  prompt_values_supported: ['none', 'login', 'select_account'],
  // Below the issuer: what registers there knows the pool by it.
  ...(takesRegistrations(registrationSettings(pool)) && { registration_endpoint: `${issuer}/oauth2/register` }),
  pushed_authorization_request_endpoint: `${origin}/oauth2/par`,
  // Absent would mean true. It speaks of requests elsewhere: those that were pushed are taken.
  request_uri_parameter_supported: false,
  response_modes_supported: ['query', 'fragment', 'form_post'],
  response_types_supported: ['code', 'token'],
  revocation_endpoint: `${origin}/oauth2/revoke`,
  scopes_supported: ['openid', 'email', 'phone', 'profile'],
  subject_types_supported: ['public'],
  token_endpoint: `${origin}/oauth2/token`,
  token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'],
  token_endpoint_auth_signing_alg_values_supported: clientKeyAlgorithms,
  userinfo_endpoint: `${origin}/oauth2/userInfo`,
});
