/**
 * What IAM and STS want to know of an issuer of identity pools, that of users or that of guests: OpenID Connect Discovery
 * 1.0 section 4. Nobody signs in there.
 */
import { endpoint, publicJson, renderJsonError } from '#shared/api/endpoint.ts';
import { environment } from '#shared/config/environment.ts';
import { identityIssuerPaths } from '#shared/domain/identity-pools/open-id-token.ts';

const seconds = { fresh: 3600, stale: 86_400 };

export const handler = endpoint({
  name: 'identityOpenidConfiguration',
  renderError: renderJsonError,
  run: async ({ path }) => {
    const { user, guest } = identityIssuerPaths;
    const issuer = `${environment().issuerOrigin}${path.startsWith(`${guest}/`) ? guest : user}`;
    const document = {
      issuer,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
      response_types_supported: ['id_token'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      claims_supported: ['sub', 'aud', 'iss', 'exp', 'iat', 'amr'],
    };
    return publicJson(document, seconds);
  },
});
