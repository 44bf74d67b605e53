import { retryOnConflict } from '#shared/data/conflict.ts';
import { manyAtOnce } from '#shared/data/many-at-once.ts';
import type { PoolRepository } from '#shared/data/pools/pool-repository.ts';
import {
  IndexingMoved,
  type SearchIndexing,
  type SearchIndexingRepository,
} from '#shared/data/pools/search-indexing-repository.ts';
import type { Table } from '#shared/data/table.ts';
import type { UserRepository } from '#shared/data/users/user-repository.ts';
import { withReady } from '#shared/domain/user-pools/search-settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { Directory } from '../directory/directory.ts';
import { awaitLateWrites } from '../late-writes/late-writes.ts';
import type { WalkedUser, WalkUsers } from '../users/user-walk.ts';

/** Fills new indexes with the users who were there before. Whatever interrupts it, doing it again goes on where it stopped. */
export interface SearchIndexings {
  /** Ids of the pools whose indexes are being filled. */
  readonly unfinished: () => Promise<readonly string[]>;
  /** False where `isLate` said so before all users were in. */
  readonly fill: (poolId: string, isLate: () => boolean) => Promise<boolean>;
}

interface Deps {
  readonly directory: Directory;
  readonly indexings: SearchIndexingRepository;
  readonly pools: PoolRepository;
  readonly table: Table;
  readonly userRepository: Pick<UserRepository, 'find' | 'indexAnew'>;
  readonly walkUsers: WalkUsers;
}

export const createSearchIndexings = ({
  directory,
  indexings,
  pools,
  table,
  userRepository,
  walkUsers,
}: Deps): SearchIndexings => {
  const indexUser = (pool: UserPool, { userKey, user: read }: WalkedUser): Promise<void> =>
    retryOnConflict(async (attempt) => {
      const user = attempt === 1 ? read : await userRepository.find(pool, userKey);
      if (user) await table.write(userRepository.indexAnew(pool, user, userKey));
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
        // At the end only what finishes is written: until then the last portion may be done again.
        if (position) await table.write([indexings.advance(indexing, after)]);
        indexing = { ...indexing, ...after, portions: indexing.portions + (position ? 1 : 0) };
      },
      isLate,
    });
    return isAtEnd ? indexing : undefined;
  };

  const finish = (poolId: string, indexing: SearchIndexing, generations: readonly number[]): Promise<void> =>
    retryOnConflict(async () => {
      const record = await pools.find(poolId);
      if (!record?.pool.search) return;
      const { pool } = record;
      const search = withReady(record.pool.search, generations);
      const changed = { ...pool, search, version: pool.version + 1 };
      await table.write([indexings.finish(indexing), pools.update(changed)]);
      directory.forgetPool(changed);
    });

  const fill = async (poolId: string, isLate: () => boolean): Promise<boolean> => {
    const indexing = await indexings.find(poolId);
    if (!indexing) return true;
    // Until then users are written who are not in the new index, and the index that the walk goes along lags.
    await awaitLateWrites(indexing.startedAt);
    const record = await pools.find(poolId);
    if (!record) {
      await table.write([indexings.remove(poolId)]);
      return true;
    }
    const { pool } = record;
    const generations = (pool.search?.attributes ?? []).map(({ generation }) => generation);
    const done = await walk(pool, indexing, isLate);
    if (!done) return false;
    await finish(poolId, done, generations);
    return true;
  };

  return {
    unfinished: indexings.poolIds,

    fill: async (poolId, isLate) => {
      for (;;) {
        try {
          return await fill(poolId, isLate);
        } catch (error) {
          if (!(error instanceof IndexingMoved)) throw error;
          // Another call was faster, but may die: this one goes on from where that one has come to.
          if (isLate()) return false;
        }
      }
    },
  };
};
