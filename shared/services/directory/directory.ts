/** Pools and app clients by id. They are cached for ten seconds: a change may take so long to be seen everywhere. */
import { now } from '#shared/config/clock.ts';
import { appClientRepository } from '#shared/data/app-clients/app-client-repository.ts';
import { type PoolRecord, poolRepository } from '#shared/data/pools/pool-repository.ts';
import type { Item } from '#shared/data/table.ts';
import { type AppClient, currentClient } from '#shared/domain/app-clients/app-client.ts';
import { idOfDocument, isDocumentUrl } from '#shared/domain/app-clients/client-registration.ts';
import { isOver, withPoolSettings } from '#shared/domain/app-clients/registered-client.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { noteOnCall } from '#shared/observability/call.ts';
import { cached } from '../cache/cache.ts';

/** An app, as requests need it: the app client, its pool, and the pool's signing keys. */
export interface ClientRecord extends PoolRecord {
  readonly client: AppClient;
}

/** The exception for a pool that does not exist. */
export const noPool = (poolId: string): CognitoException =>
  new CognitoException('ResourceNotFoundException', `User pool ${poolId} does not exist.`);

/** The exception for an app client that does not exist. */
export const noClient = (clientId: string): CognitoException =>
  new CognitoException('ResourceNotFoundException', `User pool client ${clientId} does not exist.`);

let deploymentLimits: Item | undefined;

/** Keeps the limits of the deployment, as they were read just now. */
export const keepDeploymentLimits = (limits: Item | undefined): void => {
  // One from which all limits were taken away has its key and type left.
  deploymentLimits = limits && Object.keys(limits).length > 3 ? limits : undefined;
};

/**
 * Counts the call that runs for the owner's limits, once for the deployment, and once for the first app client that it
 * concerns. What counts is loaded only where there are limits. Throws TooManyRequestsException.
 */
export const countCall = async (client?: Pick<AppClient, 'id' | 'limits'>): Promise<void> => {
  if (!deploymentLimits && !client?.limits) return;
  (await import('../limits/counted-calls.ts')).countOnce(deploymentLimits, client);
};

const knownPools = cached((poolId) => poolRepository().find(poolId));
const knownClients = cached(async (clientId) => {
  const { client, limits } = await appClientRepository().findWithLimits(clientId);
  keepDeploymentLimits(limits);
  return client;
});

/** Throws ResourceNotFoundException. */
export const cachedPool = async (poolId: string): Promise<PoolRecord> => {
  const record = await knownPools.find(poolId);
  if (!record) throw noPool(poolId);
  noteOnCall({ poolId });
  return record;
};

/**
 * The pool of an app client that is behind the caller's key, so that the call does not count for it. Undefined where the pool
 * has no such client, or is gone.
 */
export const poolBehind = async (poolId: string, clientId: string): Promise<UserPool | undefined> => {
  const [record, client] = await Promise.all([knownPools.find(poolId), knownClients.find(clientId)]);
  return client?.poolId === poolId ? record?.pool : undefined;
};

// Whatever else a request names is nobody's, and may be longer than a key of the store.
const idForm = /^[\w+]{1,128}$/;

/** The client and its pool. Throws ResourceNotFoundException, also where it registered itself and is forgotten by now. */
export const cachedClient = async (clientId: string): Promise<ClientRecord> => {
  const found = idForm.test(clientId) ? await knownClients.find(clientId) : undefined;
  const record = found && (await knownPools.find(found.poolId));
  if (!record) throw noClient(clientId);
  noteOnCall({ poolId: record.pool.id, clientId });
  await countCall(found);
  const client = currentClient(record.pool, found);
  if (!client.registration) return { ...record, client };
  if (isOver(client, now())) throw noClient(clientId);
  return { ...record, client: withPoolSettings(record.pool, client) };
};

/** The id by which a pool keeps a client: a client may be known by the URL of its metadata document. */
const storedClientId = (poolId: string, clientId: string): string =>
  isDocumentUrl(clientId) ? idOfDocument(poolId, clientId) : clientId;

/** The client, if it is that pool's, by the id that it is known by. Throws ResourceNotFoundException. */
export const cachedClientOf = async (poolId: string, clientId: string): Promise<ClientRecord> => {
  await cachedPool(poolId);
  const record = await cachedClient(storedClientId(poolId, clientId));
  if (record.pool.id !== poolId) throw noClient(clientId);
  return record;
};

/** To be called after a change of the pool: then it is read again at its next use. */
export const forgetPool = ({ id }: UserPool): void => knownPools.forget(id);

export const forgetClient = ({ id }: Pick<AppClient, 'id'>): void => knownClients.forget(id);
