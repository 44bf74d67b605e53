/**
 * What a client has to know of an API that the pool's tokens protect: OAuth 2.0 Protected Resource Metadata, RFC 9728. It is
 * made of a resource server, for the API to point at in its challenge (`resource_metadata`), or to hand on. The identifier of
 * the resource server stands in the path, without `https://`. At an issuer, it names this issuer as the authorization server;
 * at the root of a domain, the domain.
 */
import { endpoint, publicJson, renderJsonError } from '#shared/api/endpoint.ts';
import { type NamedInPath, namedInPath } from '#shared/api/pool-path.ts';
import { environment } from '#shared/config/environment.ts';
import { customScopes } from '#shared/domain/resource-servers/resource-server.ts';
import { originOfDomain } from '#shared/domain/user-pool-domains/domain-host.ts';
import { registrationSettings, takesStrangers } from '#shared/domain/user-pools/registration-settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { cachedPool } from '#shared/services/directory/directory.ts';
import { resourceServerInPath } from '#shared/services/resource-servers/resource-servers.ts';
import { issuerNamed, issuerOf } from '#shared/services/tokens/issuer.ts';
import { poolAtHost } from '#shared/services/user-pool-domains/served-pool.ts';

const marker = '/.well-known/oauth-protected-resource/';

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

interface Server {
  readonly pool: UserPool;
  readonly authorizationServer: string;
}

const findServer = async (named: NamedInPath): Promise<Server> => {
  if ('poolId' in named) {
    const { pool } = await cachedPool(named.poolId);
    return { pool, authorizationServer: issuerNamed(named.issuerName) };
  }
  const { pool, domainName } = await poolAtHost(named.host);
  // A domain is none of its own unless clients may come to it that nobody made.
  const origin = takesStrangers(registrationSettings(pool)) ? originOfDomain(domainName, environment()) : undefined;
  return { pool, authorizationServer: origin ?? issuerOf(pool) };
};

const notFound = (): CognitoException =>
  new CognitoException('ResourceNotFoundException', 'The user pool has no such resource server.');

export const handler = endpoint({
  name: 'protectedResource',
  renderError: renderJsonError,
  run: async (http) => {
    const { pool, authorizationServer } = await findServer(namedInPath(http));
    const server = await resourceServerInPath(
      pool.id,
      decoded(http.path.slice(http.path.indexOf(marker) + marker.length)),
    );
    if (!server) throw notFound();
    const scopes = customScopes(server);
    return publicJson(
      {
        resource: server.identifier,
        authorization_servers: [authorizationServer],
        bearer_methods_supported: ['header'],
        ...(scopes.length > 0 && { scopes_supported: scopes }),
        resource_name: server.name,
      },
      { fresh: 300, stale: 3600 },
    );
  },
});
