/**
 * The public keys that a pool's tokens are signed with: a JSON Web Key Set, RFC 7517 section 5. It is at the issuer, and at
 * the root of each domain of the pool.
 */
import { endpoint, publicJson, renderJsonError } from '#shared/api/endpoint.ts';
import { namedInPath } from '#shared/api/pool-path.ts';
import { now } from '#shared/config/clock.ts';
import { publishedKeys, toJwk } from '#shared/domain/tokens/signing-keys.ts';
import { cachedPool } from '#shared/services/directory/directory.ts';
import { poolAtHost } from '#shared/services/user-pool-domains/served-pool.ts';

// New keys are published well before they sign, unless the rotation was told otherwise. Together that is less than the two
// hours by which they usually are.
const seconds = { fresh: 300, stale: 3600 };

export const handler = endpoint({
  name: 'jwks',
  renderError: renderJsonError,
  run: async (http) => {
    const named = namedInPath(http);
    const { signingKeys } = 'host' in named ? await poolAtHost(named.host) : await cachedPool(named.poolId);
    return publicJson({ keys: publishedKeys(signingKeys, now()).map(toJwk) }, seconds);
  },
});
