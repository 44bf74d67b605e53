/**
 * Fills new indexes with the users who were there before. After an interruption, the next call continues where the last
 * one stopped.
 */

import { manyAtOnce } from '#shared/data/many-at-once.ts';
import { poolRepository } from '#shared/data/pools/pool-repository.ts';
import {
  IndexingMoved,
  type SearchIndexing,
  searchIndexingRepository,
} from '#shared/data/pools/search-indexing-repository.ts';
import { table } from '#shared/data/table.ts';
import { userRepository } from '#shared/data/users/user-repository.ts';
import { retryOnConflict } from '#shared/data/write.ts';
import { withReady } from '#shared/domain/user-pools/search-settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { forgetPool } from '../directory/directory.ts';
import { awaitLateWrites } from '../late-writes/late-writes.ts';
import { type WalkedUser, walkUsers } from '../users/user-walk.ts';

const indexUser = (pool: UserPool, { userKey, user: read }: WalkedUser): Promise<void> =>
  retryOnConflict(async (attempt) => {
    const user = attempt === 1 ? read : await userRepository().find(pool, userKey);
    if (user) await table().write(userRepository().indexAnew(pool, user, userKey));
  });

const walk = async (
  pool: UserPool,
  begun: SearchIndexing,
  isLate: () => boolean,
): Promise<SearchIndexing | undefined> => {
  let indexing = begun;
  let portion = 0;
  const isAtEnd = await walkUsers({
    pool,
    start: begun.position,
    work: async (walked) => {
      portion = walked.length;
      await manyAtOnce(walked, (one) => indexUser(pool, one));
    },
    save: async (position) => {
      const after = { position, users: indexing.users + portion };
      // After the last portion, only the end is written. Until then, that portion may be done again.
      if (position) await table().write([searchIndexingRepository().advance(indexing, after)]);
      indexing = { ...indexing, ...after, portions: indexing.portions + (position ? 1 : 0) };
    },
    isLate,
  });
  return isAtEnd ? indexing : undefined;
};

const finish = (poolId: string, indexing: SearchIndexing, generations: readonly number[]): Promise<void> =>
  retryOnConflict(async () => {
    const record = await poolRepository().find(poolId);
    if (!record?.pool.search) return;
    const { pool } = record;
    const search = withReady(record.pool.search, generations);
    const changed = { ...pool, search, version: pool.version + 1 };
    await table().write([searchIndexingRepository().finish(indexing), poolRepository().update(changed)]);
    forgetPool(changed);
  });

const fill = async (poolId: string, isLate: () => boolean): Promise<boolean> => {
  const indexing = await searchIndexingRepository().find(poolId);
  if (!indexing) return true;
  // Until then, users may be written who are not in the new index, and the index of the walk may be behind.
  await awaitLateWrites(indexing.startedAt);
  const record = await poolRepository().find(poolId);
  if (!record) {
    await table().write([searchIndexingRepository().remove(poolId)]);
    return true;
  }
  const { pool } = record;
  const generations = (pool.search?.attributes ?? []).map(({ generation }) => generation);
  const done = await walk(pool, indexing, isLate);
  if (!done) return false;
  await finish(poolId, done, generations);
  return true;
};

/** Ids of the pools whose indexes are being filled. */
export const unfinishedSearchIndexings = (): Promise<readonly string[]> => searchIndexingRepository().poolIds();

/** False where `isLate` stopped it before all users were in. */
export const fillSearchIndex = async (poolId: string, isLate: () => boolean): Promise<boolean> => {
  for (;;) {
    try {
      return await fill(poolId, isLate);
    } catch (error) {
      if (!(error instanceof IndexingMoved)) throw error;
      // Another call was faster, but may die. This one continues from where that one has come to.
      if (isLate()) return false;
    }
  }
};
