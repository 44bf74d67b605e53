import type { AppClientRepository } from '#shared/data/app-clients/app-client-repository.ts';
import type { PoolRecord, PoolRepository } from '#shared/data/pools/pool-repository.ts';
import type { AppClient } from '#shared/domain/app-clients/app-client.ts';
import { currentClient } from '#shared/domain/app-clients/current-client.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { cached } from '../cache/cache.ts';

/** An app, as its requests are answered: the app client, its pool and the signing keys of that. */
export interface ClientRecord extends PoolRecord {
  readonly client: AppClient;
}

/** Pools and app clients by id, kept in memory for ten seconds: so long may a change take to be seen everywhere. */
export interface Directory {
  /** Throws ResourceNotFoundException. */
  readonly pool: (poolId: string) => Promise<PoolRecord>;
  /** The client and its pool. Throws ResourceNotFoundException. */
  readonly client: (clientId: string) => Promise<ClientRecord>;
  /** The client, if it is that pool's. Throws ResourceNotFoundException. */
  readonly clientOf: (poolId: string, clientId: string) => Promise<ClientRecord>;
  /** Reads the pool anew at its next use: after a change of it. */
  readonly forgetPool: (pool: UserPool) => void;
  readonly forgetClient: (client: AppClient) => void;
}

/** What a pool that is not there means to a caller. */
export const noPool = (poolId: string): CognitoException =>
  new CognitoException('ResourceNotFoundException', `User pool ${poolId} does not exist.`);

/** What an app client that is not there means to a caller. */
export const noClient = (clientId: string): CognitoException =>
  new CognitoException('ResourceNotFoundException', `User pool client ${clientId} does not exist.`);

interface Deps {
  readonly pools: PoolRepository;
  readonly appClientRepository: AppClientRepository;
}

export const createDirectory = ({ pools, appClientRepository }: Deps): Directory => {
  const knownPools = cached(pools.find);
  const knownClients = cached(appClientRepository.find);

  const pool = async (poolId: string): Promise<PoolRecord> => {
    const record = await knownPools.find(poolId);
    if (!record) throw noPool(poolId);
    return record;
  };

  const client = async (clientId: string): Promise<ClientRecord> => {
    const found = await knownClients.find(clientId);
    const record = found && (await knownPools.find(found.poolId));
    if (!record) throw noClient(clientId);
    return { ...record, client: currentClient(record.pool, found) };
  };

  return {
    pool,
    client,
    clientOf: async (poolId, clientId) => {
      await pool(poolId);
      const record = await client(clientId);
      if (record.pool.id !== poolId) throw noClient(clientId);
      return record;
    },
    forgetPool: ({ id }) => knownPools.forget(id),
    forgetClient: ({ id }) => knownClients.forget(id),
  };
};
