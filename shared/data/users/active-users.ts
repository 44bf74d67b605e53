import { once } from '#shared/config/once.ts';
import { keys } from '../keys.ts';
import { manyAtOnce } from '../many-at-once.ts';
import { keyOf, table } from '../table.ts';
import { activityShards } from './user-repository.ts';

const sharesOf = (poolId: string, month: string) =>
  Array.from({ length: activityShards }, (_none, shard) => keys.activeUsers(poolId, shard, month));

/** How many users were active. */
export const activeUsers = once(() => ({
  /** In a month, such as `2026-11`. Each user counts once. One request. */
  count: async (poolId: string, month: string): Promise<number> => {
    const items = await table().getAll(sharesOf(poolId, month));
    return items.reduce((sum, item) => sum + Number(item?.count ?? 0), 0);
  },

  /** Removes the counts of all months. There are few enough to be removed in time. */
  removeAll: async (poolId: string): Promise<boolean> => {
    await manyAtOnce(sharesOf(poolId, ''), async ({ pk }) => {
      for (const item of await table().partition(pk)) await table().write([{ remove: keyOf(item) }]);
    });
    return true;
  },
}));
