import { now } from '#shared/config/clock.ts';
import { once } from '#shared/config/once.ts';
import { type PoolChangeRecord, poolChangeRepository } from '#shared/data/pools/pool-change-repository.ts';
import { poolRepository } from '#shared/data/pools/pool-repository.ts';
import { table } from '#shared/data/table.ts';
import { retryOnConflict } from '#shared/data/write.ts';
import type { ChangingUserPool } from '#shared/domain/user-pools/pool-change.ts';
import type { PoolChange, UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { forgetPool } from '../directory/directory.ts';

/** A pool during a change, with what was asked. */
export interface ChangingPool {
  readonly pool: ChangingUserPool;
  readonly record: PoolChangeRecord;
}

/** Moves changes of pools from stage to stage. */
export interface Transitions {
  /** Undefined where the pool is gone or has no change. */
  readonly find: (poolId: string) => Promise<ChangingPool | undefined>;
  /** The present pool; undefined once its stage or goal differs from `seen`. */
  readonly present: (seen: ChangingPool) => Promise<ChangingUserPool | undefined>;
  /**
   * Changes the pool if it still has the stage and goal of `seen`. False, without a change, where somebody else moved
   * it before. Throws ConcurrentModificationException.
   */
  readonly move: (seen: ChangingPool, to: (pool: ChangingUserPool) => ChangingUserPool) => Promise<boolean>;
  /** Like `move`, but the change is over, with that goal as its outcome. */
  readonly end: (
    seen: ChangingPool,
    goal: PoolChange['goal'],
    to?: (pool: ChangingUserPool) => ChangingUserPool,
  ) => Promise<boolean>;
  /** Replaces the record that it was made from. Throws ConcurrentModificationException. */
  readonly save: (record: PoolChangeRecord) => Promise<PoolChangeRecord>;
}

const isChanging = (pool: UserPool): pool is ChangingUserPool => pool.change !== undefined;

/** The outcome of a change that reached its goal. */
export const outcomes = { switch: 'FINISHED', finish: 'FINISHED', rollBack: 'ROLLED_BACK' } as const;

export const transitions = once((): Transitions => {
  const find: Transitions['find'] = async (poolId) => {
    const [found, record] = await Promise.all([poolRepository().find(poolId), poolChangeRepository().find(poolId)]);
    if (!found || !isChanging(found.pool) || record?.id !== found.pool.change.id) return undefined;
    return { pool: found.pool, record };
  };

  const isAsSeen = (pool: UserPool | undefined, seen: ChangingPool): pool is ChangingUserPool => {
    const { id, stage, goal } = seen.pool.change;
    return pool?.change?.id === id && pool.change.stage === stage && pool.change.goal === goal;
  };

  const put = (
    seen: ChangingPool,
    to: (pool: ChangingUserPool) => UserPool,
    outcome: Pick<PoolChangeRecord, 'outcome'>,
  ): Promise<boolean> =>
    retryOnConflict(async () => {
      const present = await find(seen.pool.id);
      if (!present || !isAsSeen(present.pool, seen)) return false;
      const next = { ...to(present.pool), updatedAt: now(), version: present.pool.version + 1 };
      await table().write([
        poolRepository().update(next),
        poolChangeRepository().update({ ...present.record, ...outcome, updatedAt: now() }),
      ]);
      forgetPool(next);
      return true;
    });

  return {
    find,

    present: async (seen) => {
      const found = await poolRepository().find(seen.pool.id);
      return isAsSeen(found?.pool, seen) ? found.pool : undefined;
    },

    move: (seen, to) => put(seen, to, {}),

    end: (seen, goal, to = (pool) => pool) =>
      put(
        seen,
        (pool) => {
          const { change: _over, ...rest } = to(pool);
          return rest;
        },
        { outcome: outcomes[goal] },
      ),

    save: async (record) => {
      const saved = { ...record, updatedAt: now() };
      await table().write([poolChangeRepository().update(saved)]);
      return { ...saved, version: saved.version + 1 };
    },
  };
});
