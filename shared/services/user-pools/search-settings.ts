/** Which attributes of a pool have additional indexes. */
import { randomUUID } from 'node:crypto';
import { now } from '#shared/config/clock.ts';
import { poolRepository } from '#shared/data/pools/pool-repository.ts';
import { type SearchIndexing, searchIndexingRepository } from '#shared/data/pools/search-indexing-repository.ts';
import { table } from '#shared/data/table.ts';
import { retryOnConflict } from '#shared/data/write.ts';
import type { PoolSearch } from '#shared/domain/user-pools/pool-search.ts';
import { withIndexed } from '#shared/domain/user-pools/search-settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { workers } from '#shared/gateways/workers.ts';
import { forgetPool } from '../directory/directory.ts';
import { getUserPool } from './user-pools.ts';

/** The indexed attributes of a pool, and how many users are in indexes that are being filled. */
export interface SearchSettings {
  readonly pool: UserPool;
  readonly indexedUsers: number | undefined;
}

const hasUnready = ({ search }: UserPool): boolean => search?.attributes.some(({ isReady }) => !isReady) ?? false;

const isSame = (a: PoolSearch | undefined, b: PoolSearch): boolean =>
  JSON.stringify(a?.attributes ?? []) === JSON.stringify(b.attributes);

const change = async (poolId: string, attributes: readonly string[]): Promise<SearchSettings> => {
  const { pool } = await getUserPool(poolId);
  const search = withIndexed(pool, attributes);
  const running = hasUnready(pool) ? await searchIndexingRepository().find(poolId) : undefined;
  if (isSame(pool.search, search)) return { pool, indexedUsers: running?.users };
  const changed = { ...pool, search, updatedAt: now(), version: pool.version + 1 };
  // Filling starts again: its worker walks through all users once, for every index that is not ready.
  const indexing: SearchIndexing = { poolId, id: randomUUID(), startedAt: now(), portions: 0, users: 0 };
  const isToFill = hasUnready(changed);
  await table().write([
    poolRepository().update(changed),
    ...(isToFill ? [searchIndexingRepository().start(indexing)] : []),
    ...(hasUnready(pool) && !isToFill ? [searchIndexingRepository().remove(poolId)] : []),
  ]);
  forgetPool(changed);
  return { pool: changed, indexedUsers: isToFill ? 0 : undefined };
};

/** Throws ResourceNotFoundException. */
export const getSearchSettings = async (poolId: string): Promise<SearchSettings> => {
  const { pool } = await getUserPool(poolId);
  const running = hasUnready(pool) ? await searchIndexingRepository().find(poolId) : undefined;
  return { pool, indexedUsers: running?.users };
};

/**
 * Has these attributes indexed, and no others. A worker fills new indexes. Repeating the request lets an interrupted
 * worker continue. Throws InvalidParameterException for attributes that cannot be indexed, ResourceNotFoundException,
 * and ConcurrentModificationException after the last try.
 */
export const setSearchSettings = async (poolId: string, attributes: readonly string[]): Promise<SearchSettings> => {
  const settings = await retryOnConflict(() => change(poolId, attributes));
  if (hasUnready(settings.pool)) await workers().start('IndexUserPool', { userPoolId: poolId });
  return settings;
};
