import { once } from '#shared/config/once.ts';
import { keys } from '../keys.ts';
import { table } from '../table.ts';
import { activityShards } from './user-repository.ts';

/** How many users were active. */
export const activeUsers = once(() => ({
  /** In a month, such as `2026-11`. Each user counts once. One request. */
  count: async (poolId: string, month: string): Promise<number> => {
    const shares = Array.from({ length: activityShards }, (_none, shard) => keys.activeUsers(poolId, shard, month));
    const items = await table().getAll(shares);
    return items.reduce((sum, item) => sum + Number(item?.count ?? 0), 0);
  },
}));
