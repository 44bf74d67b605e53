import { randomUUID } from 'node:crypto';
import { now } from '#shared/config/clock.ts';
import { retryOnConflict } from '#shared/data/conflict.ts';
import type { PoolRepository } from '#shared/data/pools/pool-repository.ts';
import type { SearchIndexing, SearchIndexingRepository } from '#shared/data/pools/search-indexing-repository.ts';
import type { Table } from '#shared/data/table.ts';
import type { PoolSearch } from '#shared/domain/user-pools/pool-search.ts';
import { withIndexed } from '#shared/domain/user-pools/search-settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { Workers } from '#shared/gateways/workers.ts';
import type { Directory } from '../directory/directory.ts';
import type { UserPools } from './user-pools.ts';

/** What a pool has indexed, and how many users are in indexes that are being filled. */
export interface SearchSettings {
  readonly pool: UserPool;
  readonly indexedUsers: number | undefined;
}

/** Which attributes of a pool have indexes of their own. */
export interface SearchSettingsOf {
  /** Throws ResourceNotFoundException. */
  readonly get: (poolId: string) => Promise<SearchSettings>;
  /**
   * Has these attributes indexed, and no others; a worker fills new indexes. Asked again, it has an interrupted worker go
   * on. Throws InvalidParameterException for attributes that cannot be, ResourceNotFoundException,
   * ConcurrentModificationException at last.
   */
  readonly set: (poolId: string, attributes: readonly string[]) => Promise<SearchSettings>;
}

interface Deps {
  readonly directory: Directory;
  readonly indexings: SearchIndexingRepository;
  readonly pools: PoolRepository;
  readonly table: Table;
  readonly userPools: Pick<UserPools, 'get'>;
  readonly workers: Workers;
}

const hasUnready = ({ search }: UserPool): boolean => search?.attributes.some(({ isReady }) => !isReady) ?? false;

const isSame = (a: PoolSearch | undefined, b: PoolSearch): boolean =>
  JSON.stringify(a?.attributes ?? []) === JSON.stringify(b.attributes);

export const createSearchSettings = ({
  directory,
  indexings,
  pools,
  table,
  userPools,
  workers,
}: Deps): SearchSettingsOf => {
  const change = async (poolId: string, attributes: readonly string[]): Promise<SearchSettings> => {
    const { pool } = await userPools.get(poolId);
    const search = withIndexed(pool, attributes);
    const running = hasUnready(pool) ? await indexings.find(poolId) : undefined;
    if (isSame(pool.search, search)) return { pool, indexedUsers: running?.users };
    const changed = { ...pool, search, updatedAt: now(), version: pool.version + 1 };
    // What is being filled is begun anew: its worker passes over all users once, for all that is not ready.
    const indexing: SearchIndexing = { poolId, id: randomUUID(), startedAt: now(), portions: 0, users: 0 };
    const isToFill = hasUnready(changed);
    await table.write([
      pools.update(changed),
      ...(isToFill ? [indexings.start(indexing)] : []),
      ...(hasUnready(pool) && !isToFill ? [indexings.remove(poolId)] : []),
    ]);
    directory.forgetPool(changed);
    return { pool: changed, indexedUsers: isToFill ? 0 : undefined };
  };

  return {
    get: async (poolId) => {
      const { pool } = await userPools.get(poolId);
      const running = hasUnready(pool) ? await indexings.find(poolId) : undefined;
      return { pool, indexedUsers: running?.users };
    },

    set: async (poolId, attributes) => {
      const settings = await retryOnConflict(() => change(poolId, attributes));
      if (hasUnready(settings.pool)) await workers.start('IndexUserPool', { userPoolId: poolId });
      return settings;
    },
  };
};
