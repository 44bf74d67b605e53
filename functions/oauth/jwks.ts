/** The public keys that a pool's tokens are signed with: a JSON Web Key Set, RFC 7517 section 5. */
import { endpoint, publicJson, renderJsonError } from '#shared/api/endpoint.ts';
import { poolIdInPath } from '#shared/api/pool-path.ts';
import { now } from '#shared/config/clock.ts';
import { publishedKeys, toJwk } from '#shared/domain/tokens/signing-keys.ts';
import { cachedPool } from '#shared/services/directory/directory.ts';

// New keys are published well before they sign, unless the rotation was told otherwise.
const maxAge = 300;

export const handler = endpoint({
  name: 'jwks',
  renderError: renderJsonError,
  run: async (http) => {
    const { signingKeys } = await cachedPool(poolIdInPath(http));
    return publicJson({ keys: publishedKeys(signingKeys, now()).map(toJwk) }, maxAge);
  },
});
