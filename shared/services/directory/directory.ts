/** Pools and app clients by id, kept in memory for ten seconds: so long may a change take to be seen everywhere. */
import { appClientRepository } from '#shared/data/app-clients/app-client-repository.ts';
import { type PoolRecord, poolRepository } from '#shared/data/pools/pool-repository.ts';
import { type AppClient, currentClient } from '#shared/domain/app-clients/app-client.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { cached } from '../cache/cache.ts';

/** An app, as its requests are answered: the app client, its pool and the signing keys of that. */
export interface ClientRecord extends PoolRecord {
  readonly client: AppClient;
}

/** What a pool that is not there means to a caller. */
export const noPool = (poolId: string): CognitoException =>
  new CognitoException('ResourceNotFoundException', `User pool ${poolId} does not exist.`);

/** What an app client that is not there means to a caller. */
export const noClient = (clientId: string): CognitoException =>
  new CognitoException('ResourceNotFoundException', `User pool client ${clientId} does not exist.`);

const knownPools = cached((poolId) => poolRepository().find(poolId));
const knownClients = cached((clientId) => appClientRepository().find(clientId));

/** Throws ResourceNotFoundException. */
export const getPool = async (poolId: string): Promise<PoolRecord> => {
  const record = await knownPools.find(poolId);
  if (!record) throw noPool(poolId);
  return record;
};

/** The client and its pool. Throws ResourceNotFoundException. */
export const getClient = async (clientId: string): Promise<ClientRecord> => {
  const found = await knownClients.find(clientId);
  const record = found && (await knownPools.find(found.poolId));
  if (!record) throw noClient(clientId);
  return { ...record, client: currentClient(record.pool, found) };
};

/** The client, if it is that pool's. Throws ResourceNotFoundException. */
export const getClientOf = async (poolId: string, clientId: string): Promise<ClientRecord> => {
  await getPool(poolId);
  const record = await getClient(clientId);
  if (record.pool.id !== poolId) throw noClient(clientId);
  return record;
};

/** Reads the pool anew at its next use: after a change of it. */
export const forgetPool = ({ id }: UserPool): void => knownPools.forget(id);

export const forgetClient = ({ id }: AppClient): void => knownClients.forget(id);
