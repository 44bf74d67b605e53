import { once } from '#shared/config/once.ts';
import type { IdentityPool } from '#shared/domain/identity-pools/identity-pool.ts';
import { noteOnCall } from '#shared/observability/call.ts';
import { fromItem, type Item, keyOf, ofVersion, table, toItem } from '../table.ts';
import { type Condition, Conflict, type Write } from '../write.ts';
import { identityKeys, identityLists } from './identity-keys.ts';

interface IdentityPoolPage {
  readonly pools: readonly IdentityPool[];
  readonly next: Item | undefined;
}

const type = 'IdentityPool';

const changedMeanwhile = (): Error =>
  new Conflict('ConcurrentModificationException', 'The identity pool was changed by another request.');

const toPool = (item: Item): IdentityPool => fromItem<IdentityPool>(type, item);

const put = (pool: IdentityPool, when: Condition): Write => ({
  put: toItem(type, identityKeys.pool(pool.id), pool, { listPk: identityLists.pools, listSk: pool.id }),
  when,
});

/** Identity pools: one item each. */
export const identityPoolRepository = once(() => ({
  find: async (poolId: string): Promise<IdentityPool | undefined> => {
    const item = await table().get(identityKeys.pool(poolId));
    if (item) noteOnCall({ identityPoolId: poolId });
    return item && toPool(item);
  },

  /** A page of pools, in the order of their ids, at most `limit`. */
  list: async (limit: number, start: Item | undefined): Promise<IdentityPoolPage> => {
    const { items, next } = await table().query({
      IndexName: 'list',
      KeyConditionExpression: 'listPk = :pk',
      ExpressionAttributeValues: { ':pk': identityLists.pools },
      Limit: limit,
      ...(start && { ExclusiveStartKey: start }),
    });
    const found = await table().getAll(items.map(keyOf));
    return { pools: found.flatMap((item) => (item ? [toPool(item)] : [])), next };
  },

  /** Makes a pool whose id is not taken. */
  create: (pool: IdentityPool): Write =>
    put(pool, { expression: 'attribute_not_exists(pk)', refused: changedMeanwhile }),

  /** Replaces the version before it. Throws Conflict. */
  update: (pool: IdentityPool): Write => put(pool, ofVersion(pool.version - 1, changedMeanwhile)),

  /** Throws Conflict where the pool was changed, or is gone. */
  remove: (pool: IdentityPool): Write => ({
    remove: identityKeys.pool(pool.id),
    when: ofVersion(pool.version, changedMeanwhile),
  }),
}));
