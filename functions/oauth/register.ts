/**
 * The registration endpoint: RFC 7591. A client that no administrator knows makes an app client for itself, with an initial
 * access token or, where the pool is open, without. The pool is that of the domain, or of the issuer in the path.
 */

import { auditedRequest } from '#shared/api/audited-request.ts';
import { bearerTokenOf, metadataOf } from '#shared/api/json-body.ts';
import type { HttpRequest } from '#shared/api/json-protocol.ts';
import { oauthEndpoint, wrongMethod } from '#shared/api/oauth-endpoint.ts';
import { namedInPath } from '#shared/api/pool-path.ts';
import { environment } from '#shared/config/environment.ts';
import { originOfDomain } from '#shared/domain/user-pool-domains/domain-host.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { toldChanges } from '#shared/observability/audited-operation.ts';
import { registrationAnswer } from '#shared/operations/registration-answer.ts';
import { countStranger } from '#shared/services/app-clients/calls-of-strangers.ts';
import { cachedPool, noPool } from '#shared/services/directory/directory.ts';
import { registerClient } from '#shared/services/oauth/client-registration.ts';
import { issuerNamed } from '#shared/services/tokens/issuer.ts';
import { poolAtHost, servedPool } from '#shared/services/user-pool-domains/served-pool.ts';

interface Server {
  readonly pool: UserPool;
  /** The issuer that the client knows the pool by. */
  readonly issuer: string;
}

const atDomain = async (host: string): Promise<Server> => {
  const { pool, domainName } = await poolAtHost(host);
  return { pool, issuer: originOfDomain(domainName, environment()) ?? issuerNamed(pool.id) };
};

const findServer = async (http: HttpRequest): Promise<Server> => {
  const { host = '' } = http.headers;
  if (http.path === '/oauth2/register') return atDomain(host);
  const named = namedInPath(http);
  if ('host' in named) return atDomain(named.host);
  const { pool } = await cachedPool(named.poolId);
  const served = await servedPool(host);
  if (served !== undefined && served !== pool.id) throw noPool(pool.id);
  return { pool, issuer: issuerNamed(named.issuerName) };
};

export const handler = oauthEndpoint({
  name: 'register',
  audited: (call) => auditedRequest(call, toldChanges(call.changes)),
  run: async (http) => {
    if (http.method !== 'POST') return wrongMethod('POST');
    const { pool, issuer } = await findServer(http);
    await countStranger();
    const asking = { pool, issuer, sourceIp: http.sourceIp, token: bearerTokenOf(http), metadata: metadataOf(http) };
    return registrationAnswer({ pool, ...(await registerClient(asking)), statusCode: 201 });
  },
});
