/**
 * What a pool tells OpenID clients and verifiers of its tokens: OpenID Connect Discovery 1.0 section 4, RFC 8414 section 3.
 * At an issuer, it names this issuer, and the endpoints where the pool publishes them. At the root of a domain, it names
 * those of that domain, and the issuer of the tokens; a domain at which clients may register is an issuer itself, in the
 * metadata of RFC 8414. A pool has two issuers, so that verifiers can get ready for the
 * other one before tokens name it.
 */
import { endpoint, publicJson, renderJsonError } from '#shared/api/endpoint.ts';
import type { HttpRequest } from '#shared/api/json-protocol.ts';
import { namedInPath } from '#shared/api/pool-path.ts';
import { now } from '#shared/config/clock.ts';
import { environment } from '#shared/config/environment.ts';
import type { PoolRecord } from '#shared/data/pools/pool-repository.ts';
import { discoveryOf } from '#shared/domain/oauth/discovery.ts';
import { publishedKeys, signingAlgorithmsOf } from '#shared/domain/tokens/signing-keys.ts';
import { originOfDomain, originOfPool } from '#shared/domain/user-pool-domains/domain-host.ts';
import { registrationSettings, takesStrangers } from '#shared/domain/user-pools/registration-settings.ts';
import { cachedPool } from '#shared/services/directory/directory.ts';
import { issuerNamed, issuerOf } from '#shared/services/tokens/issuer.ts';
import { poolAtHost } from '#shared/services/user-pool-domains/served-pool.ts';

// A domain can pass to another pool.
const atDomain = { fresh: 300, stale: 3600 };
const atIssuer = { fresh: 3600, stale: 86_400 };

const documentOf = ({ pool, signingKeys }: PoolRecord, issuer: string, origin: string) => {
  const algorithms = signingAlgorithmsOf(publishedKeys(signingKeys, now()));
  return discoveryOf({ pool, algorithms, issuer, origin });
};

// Clients that come by themselves know a domain as their authorization server: RFC 8414 section 3.3 has it name itself.
const isAuthorizationServer = ({ path }: HttpRequest, { pool }: PoolRecord): boolean =>
  path.endsWith('/oauth-authorization-server') && takesStrangers(registrationSettings(pool));

export const handler = endpoint({
  name: 'openidConfiguration',
  renderError: renderJsonError,
  run: async (http) => {
    const named = namedInPath(http);
    if ('poolId' in named) {
      const record = await cachedPool(named.poolId);
      return publicJson(
        documentOf(record, issuerNamed(named.issuerName), originOfPool(record.pool, environment())),
        atIssuer,
      );
    }
    const { domainName, ...record } = await poolAtHost(named.host);
    const origin = originOfDomain(domainName, environment()) ?? originOfPool(record.pool, environment());
    const issuer = isAuthorizationServer(http, record) ? origin : issuerOf(record.pool);
    return publicJson(documentOf(record, issuer, origin), atDomain);
  },
});
