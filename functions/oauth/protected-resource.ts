/**
 * What a client has to know of an API that the pool's tokens protect: OAuth 2.0 Protected Resource Metadata, RFC 9728. It is
 * made of a resource server, for the API to point at in its challenge (`resource_metadata`), or to hand on. The identifier of
 * the resource server stands in the path, without `https://`.
 */
import { endpoint, publicJson, renderJsonError } from '#shared/api/endpoint.ts';
import { namedInPath } from '#shared/api/pool-path.ts';
import { customScopes } from '#shared/domain/resource-servers/resource-server.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { cachedPool } from '#shared/services/directory/directory.ts';
import { resourceServerInPath } from '#shared/services/resource-servers/resource-servers.ts';
import { issuerNamed } from '#shared/services/tokens/issuer.ts';

const marker = '/.well-known/oauth-protected-resource/';

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const notFound = (): CognitoException =>
  new CognitoException('ResourceNotFoundException', 'The user pool has no such resource server.');

export const handler = endpoint({
  name: 'protectedResource',
  renderError: renderJsonError,
  run: async (http) => {
    const named = namedInPath(http);
    if ('host' in named) throw notFound();
    const { pool } = await cachedPool(named.poolId);
    const server = await resourceServerInPath(
      pool.id,
      decoded(http.path.slice(http.path.indexOf(marker) + marker.length)),
    );
    if (!server) throw notFound();
    const scopes = customScopes(server);
    return publicJson(
      {
        resource: server.identifier,
        authorization_servers: [issuerNamed(named.issuerName)],
        bearer_methods_supported: ['header'],
        ...(scopes.length > 0 && { scopes_supported: scopes }),
        resource_name: server.name,
      },
      { fresh: 300, stale: 3600 },
    );
  },
});
