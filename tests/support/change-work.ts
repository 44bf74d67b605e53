import { randomUUID } from 'node:crypto';
import { poolChangeRepository } from '#shared/data/pools/pool-change-repository.ts';
import { poolRepository } from '#shared/data/pools/pool-repository.ts';
import { table } from '#shared/data/table.ts';
import { type AskedChange, toNextForm } from '#shared/domain/user-pools/asked-change.ts';
import type { PoolChange } from '#shared/domain/user-pools/user-pool.ts';
import { type ChangeWork, createChangeWork } from '#shared/services/user-pool-changes/change-work.ts';
import { type Transitions, transitions } from '#shared/services/user-pool-changes/transitions.ts';
import { makePool } from './pools.ts';
import { poolInTable, reachTable } from './raw-users.ts';

/** The work on changes of pools, in this process. Only after `reachTable`. */
export const changeWork = (
  settlesMs: number,
): { readonly transitions: Transitions; readonly work: Pick<ChangeWork, 'goOn'> } => {
  return { transitions: transitions(), work: createChangeWork({ settlesMs }) };
};

export interface ChangingPool {
  readonly poolId: string;
  /** Begins the change without doing any of it. */
  readonly start: () => Promise<void>;
  readonly aim: (goal: PoolChange['goal']) => Promise<void>;
  /** Continues it up to where it rests. */
  readonly goOn: () => Promise<boolean>;
}

/** A pool that is to change, on which only the test works. */
export const makeChangingPool = async (
  settings: object,
  asked: AskedChange,
  settlesMs: number,
): Promise<ChangingPool> => {
  reachTable();
  const { poolId } = await makePool(settings);
  const { transitions, work } = changeWork(settlesMs);
  return {
    poolId,
    start: async () => {
      const pool = await poolInTable(poolId);
      const id = randomUUID();
      const begun = { stage: 'preparing', since: Date.now(), goal: 'switch', allMustFit: true } as const;
      const change: PoolChange = { id, ...begun, ...toNextForm(pool, asked) };
      const record = { id, poolId, asked, startedAt: 0, updatedAt: 0, version: 1 };
      const changed = { ...pool, change, version: pool.version + 1 };
      await table().write([poolRepository().update(changed), poolChangeRepository().start(record)]);
    },
    aim: async (goal) => {
      const seen = await transitions.find(poolId);
      if (seen) await transitions.move(seen, (pool) => ({ ...pool, change: { ...pool.change, goal } }));
    },
    goOn: () => work.goOn(poolId, () => false),
  };
};
