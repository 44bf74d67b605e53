/**
 * What a pool says of itself to SAML providers: SAML 2.0 Metadata. With `identity_provider`, it has the certificate by which
 * that provider may encrypt, too.
 */
import { originOfViewer } from '#shared/api/cookies.ts';
import { endpoint, renderJsonError } from '#shared/api/endpoint.ts';
import { queryOf } from '#shared/api/form.ts';
import { namedInPath } from '#shared/api/pool-path.ts';
import { environment } from '#shared/config/environment.ts';
import { originOfPool } from '#shared/domain/user-pool-domains/domain-host.ts';
import { cachedPool } from '#shared/services/directory/directory.ts';
import { publishedMetadata } from '#shared/services/federation/saml/published-metadata.ts';
import { poolAtHost, servedPool } from '#shared/services/user-pool-domains/served-pool.ts';

export const handler = endpoint({
  name: 'saml2Metadata',
  renderError: renderJsonError,
  run: async (http) => {
    const named = namedInPath(http);
    const { pool } = 'host' in named ? await poolAtHost(named.host) : await cachedPool(named.poolId);
    // A pool may have two domains: at each of them, it says where to go there.
    const isOwnDomain = (await servedPool(http.headers.host ?? '').catch(() => undefined)) === pool.id;
    const origin = isOwnDomain ? originOfViewer(http) : originOfPool(pool, environment());
    return {
      statusCode: 200,
      headers: { 'content-type': 'application/samlmetadata+xml', 'cache-control': 'no-cache' },
      body: await publishedMetadata(pool, origin, queryOf(http).get('identity_provider')),
    };
  },
});
