import { randomUUID } from 'node:crypto';
import { type AskedChange, toNextForm } from '#shared/domain/user-pools/asked-change.ts';
import type { PoolChange } from '#shared/domain/user-pools/user-pool.ts';
import { createChangeUser } from '#shared/services/user-pool-changes/change-user.ts';
import { type ChangeWork, createChangeWork } from '#shared/services/user-pool-changes/change-work.ts';
import { createSettleClients } from '#shared/services/user-pool-changes/client-names.ts';
import { createNameHolders } from '#shared/services/user-pool-changes/name-holders.ts';
import { createTransitions, type Transitions } from '#shared/services/user-pool-changes/transitions.ts';
import { directory } from '#shared/wiring/directory.ts';
import { poolChangeRepository } from '#shared/wiring/job-stores.ts';
import { appClientRepository, poolRepository, table, userRepository } from '#shared/wiring/store.ts';
import { walkUsers } from '#shared/wiring/user-walk.ts';
import { userChanges } from '#shared/wiring/users.ts';
import { makePool } from './pools.ts';
import { poolInTable, reachTable } from './raw-users.ts';

/** What moves changes of pools on, in this process. Only after `reachTable`. */
export const changeWork = (
  settlesMs: number,
): { readonly transitions: Transitions; readonly work: Pick<ChangeWork, 'goOn'> } => {
  const stores = { directory: directory(), table: table() };
  const changes = poolChangeRepository();
  const transitions = createTransitions({ ...stores, changes, pools: poolRepository() });
  const holders = createNameHolders({ userRepository: userRepository() });
  const changeUser = createChangeUser({
    ...stores,
    holders,
    userChanges: userChanges(),
    userRepository: userRepository(),
  });
  const settleClients = createSettleClients({ ...stores, appClientRepository: appClientRepository() });
  const parts = { ...stores, changes, changeUser, settleClients, transitions, walkUsers: walkUsers() };
  return { transitions, work: createChangeWork({ ...parts, settlesMs }) };
};

export interface ChangingPool {
  readonly poolId: string;
  /** Begins the change, and does nothing of it. */
  readonly start: () => Promise<void>;
  readonly aim: (goal: PoolChange['goal']) => Promise<void>;
  /** Moves it on, up to where it rests. */
  readonly goOn: () => Promise<boolean>;
}

/** A pool that is to change, without anybody but the test working on it. */
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
