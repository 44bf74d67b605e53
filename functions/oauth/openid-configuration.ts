/**
 * What verifiers of a pool's tokens need to know: OpenID Connect Discovery 1.0, section 4. The members for the
 * authorization, token and userinfo endpoints are absent, as there are no such endpoints. Strict clients of the
 * authorization code flow miss `authorization_endpoint`. Verifiers of tokens miss nothing.
 */
import { endpoint, publicJson, renderJsonError } from '#shared/api/endpoint.ts';
import { poolIdInPath } from '#shared/api/pool-path.ts';
import { cachedPool } from '#shared/services/directory/directory.ts';
import { issuerOf } from '#shared/services/tokens/issuer.ts';

const maxAge = 3600;

export const handler = endpoint({
  name: 'openidConfiguration',
  renderError: renderJsonError,
  run: async (http) => {
    const { pool } = await cachedPool(poolIdInPath(http));
    const issuer = issuerOf(pool);
    return publicJson(
      {
        id_token_signing_alg_values_supported: ['RS256'],
        issuer,
        jwks_uri: `${issuer}/.well-known/jwks.json`,
        response_types_supported: ['code', 'token'],
        subject_types_supported: ['public'],
      },
      maxAge,
    );
  },
});
