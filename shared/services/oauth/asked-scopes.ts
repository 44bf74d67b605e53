import { resourceServerRepository } from '#shared/data/resource-servers/resource-server-repository.ts';
import { isStandardScope } from '#shared/domain/app-clients/oauth-rules.ts';
import type { AuthorizationRequest } from '#shared/domain/oauth/authorization-request.ts';
import { identifierIn } from '#shared/domain/resource-servers/resource-server.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';

interface Asked {
  readonly scopes: readonly { readonly scope: string; readonly description: string | undefined }[];
  /** The name of the resource server that the request is for; undefined where it is for none in particular. */
  readonly resource: string | undefined;
}

/** What a request asks for, in the words of the resource servers: one request of the store, or none. */
export const askedScopes = async (
  { id }: UserPool,
  { scopes, resource }: Pick<AuthorizationRequest, 'scopes' | 'resource'>,
): Promise<Asked> => {
  const named = scopes.flatMap((scope) => (isStandardScope(scope) ? [] : (identifierIn(scope) ?? [])));
  const identifiers = new Set([...named, ...(resource === undefined ? [] : [resource])]);
  const servers = await resourceServerRepository().findAll(id, [...identifiers]);
  const descriptionOf = (scope: string): string | undefined =>
    servers
      .find(({ identifier }) => identifier === identifierIn(scope))
      ?.scopes.find(({ name }) => scope.endsWith(`/${name}`))?.description;
  const server = servers.find(({ identifier }) => identifier === resource);
  return {
    scopes: scopes.map((scope) => ({ scope, description: isStandardScope(scope) ? undefined : descriptionOf(scope) })),
    resource: server && `${server.name} (${server.identifier})`,
  };
};
