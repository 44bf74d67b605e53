import { once } from '#shared/config/once.ts';
import { shardsOf } from '../keys.ts';
import { table } from '../table.ts';
import { searchIndexes } from './user-item.ts';

const counted = 1000;

// Subs are random UUIDs. The first eight hex digits say how far through all of them a sub is.
const portionUpTo = (sub: string): number => (Number.parseInt(sub.slice(0, 8), 16) + 1) / 2 ** 32;

/** The number of users of pools, at a cost that does not grow with it. */
export const userCount = once(() => {
  const estimateOf = async (shard: string): Promise<number> => {
    const { count, next } = await table().query({
      IndexName: searchIndexes.sub,
      KeyConditionExpression: 'userShard = :shard',
      ExpressionAttributeValues: { ':shard': shard },
      Select: 'COUNT',
      Limit: counted,
    });
    return next ? count / portionUpTo(String(next[searchIndexes.sub])) : count;
  };

  return {
    /** Exact for some thousands of users. Beyond that it is estimated by how densely the first thousands are spread. */
    estimate: async (poolId: string): Promise<number> => {
      const estimates = await Promise.all(shardsOf(poolId).map(estimateOf));
      return Math.round(estimates.reduce((sum, estimate) => sum + estimate, 0));
    },
  };
});
