/** Resource servers as administrators see and change them: read from the store, not from a cache. */
import { resourceServerRepository } from '#shared/data/resource-servers/resource-server-repository.ts';
import { type Item, table } from '#shared/data/table.ts';
import { registrationScope, registrationServer } from '#shared/domain/app-clients/client-registration.ts';
import { isStandardScope } from '#shared/domain/app-clients/oauth-rules.ts';
import {
  customScopes,
  identifierIn,
  mostResourceServers,
  otherSpellings,
  type ResourceServer,
  repeatedScope,
} from '#shared/domain/resource-servers/resource-server.ts';
import { CognitoException } from '#shared/errors/exception.ts';

/** The most servers that one answer lists. */
const mostOfPage = 50;

const none = (identifier: string): CognitoException =>
  new CognitoException('ResourceNotFoundException', `Resource server ${identifier} does not exist.`);

const taken = ({ identifier, poolId }: ResourceServer): CognitoException =>
  new CognitoException('InvalidParameterException', `${identifier} already exists in user pool ${poolId}.`);

const full = (): CognitoException =>
  new CognitoException('LimitExceededException', `A user pool has ${mostResourceServers} resource servers at most.`);

/** Throws InvalidParameterException where two scopes have one name. */
export const assertScopes = ({ scopes }: Pick<ResourceServer, 'scopes'>): void => {
  const name = repeatedScope(scopes);
  if (name !== undefined) {
    throw new CognitoException('InvalidParameterException', `The scope ${name} is there twice.`);
  }
};

const reserved = (): CognitoException =>
  new CognitoException('InvalidParameterException', `The identifier ${registrationServer} is reserved.`);

/** Throws InvalidParameterException for a taken or reserved identifier or a scope given twice, LimitExceededException. */
export const createResourceServer = async (server: ResourceServer): Promise<void> => {
  assertScopes(server);
  if (server.identifier === registrationServer) throw reserved();
  await table().write(resourceServerRepository().create(server, { taken: () => taken(server), full }));
};

const longestIdentifier = 256;

/**
 * The server of a resource that somebody names, in another spelling if need be; undefined where there is none. Nothing
 * is read for what can be none.
 */
export const findResourceServer = async (poolId: string, resource: string): Promise<ResourceServer | undefined> => {
  if (resource.length > longestIdentifier) return undefined;
  const found = await resourceServerRepository().find(poolId, resource);
  if (found) return found;
  const [other] = await resourceServerRepository().findAll(poolId, otherSpellings(resource));
  return other;
};

/**
 * The server that a path names by its identifier without `https://`, or without `http://`, or as it is; undefined where there
 * is none. One request of the store.
 */
export const resourceServerInPath = async (poolId: string, name: string): Promise<ResourceServer | undefined> => {
  const identifiers = [`https://${name}`, `http://${name}`, name];
  if (name === '' || identifiers.some((one) => one.length > longestIdentifier)) return undefined;
  const found = await resourceServerRepository().findAll(poolId, identifiers);
  return identifiers.flatMap((wanted) => found.filter(({ identifier }) => identifier === wanted))[0];
};

/** Throws ResourceNotFoundException. */
export const getResourceServer = async (poolId: string, identifier: string): Promise<ResourceServer> => {
  const server = await resourceServerRepository().find(poolId, identifier);
  if (!server) throw none(identifier);
  return server;
};

/** Replaces name and scopes. Throws ResourceNotFoundException, InvalidParameterException for a scope given twice. */
export const replaceResourceServer = async (server: ResourceServer): Promise<void> => {
  assertScopes(server);
  await table().write([resourceServerRepository().replace(server, () => none(server.identifier))]);
};

/** Throws ResourceNotFoundException. */
export const deleteResourceServer = (poolId: string, identifier: string): Promise<void> =>
  table().write(resourceServerRepository().remove({ poolId, identifier }, () => none(identifier)));

/** All resource servers of a pool. */
export const allResourceServers = async (poolId: string): Promise<readonly ResourceServer[]> => {
  const found: ResourceServer[] = [];
  let start: Item | undefined;
  do {
    const page = await resourceServerRepository().page(poolId, mostOfPage, start);
    found.push(...page.servers);
    start = page.next;
  } while (start);
  return found;
};

/**
 * The custom scopes that the pool has, of the servers that these scopes name, and the one for the registration of clients,
 * where they name it. Reads nothing where they name none.
 */
export const findCustomScopes = async (poolId: string, scopes: readonly string[] = []): Promise<readonly string[]> => {
  const named = scopes.filter((scope) => !isStandardScope(scope) && scope !== registrationScope);
  const asked = named.flatMap((scope) => identifierIn(scope) ?? []);
  const servers = await resourceServerRepository().findAll(poolId, [...new Set(asked)]);
  return [...servers.flatMap(customScopes), ...(scopes.includes(registrationScope) ? [registrationScope] : [])];
};
