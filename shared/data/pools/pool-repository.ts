import { once } from '#shared/config/once.ts';
import type { SigningKey, UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { noteOnCall } from '#shared/observability/call.ts';
import { keys, lists } from '../keys.ts';
import { fromItem, type Item, keyOf, ofVersion, table, toItem } from '../table.ts';
import { type Condition, Conflict, type Write } from '../write.ts';

/** A pool with its signing keys, as one query reads them. */
export interface PoolRecord {
  readonly pool: UserPool;
  readonly signingKeys: readonly SigningKey[];
}

export interface PoolPage {
  readonly pools: readonly UserPool[];
  readonly next: Item | undefined;
}

const changedMeanwhile = (): Error =>
  new Conflict('ConcurrentModificationException', 'The user pool was changed by another request.');

const toPool = (item: Item): UserPool => fromItem<UserPool>('UserPool', item);

const putPool = (pool: UserPool, when: Condition): Write => ({
  put: toItem('UserPool', keys.pool(pool.id), pool, { listPk: lists.pools, listSk: pool.id }),
  when,
});

/** Pools and their signing keys: one partition for each pool. */
export const poolRepository = once(() => ({
  find: async (poolId: string): Promise<PoolRecord | undefined> => {
    const items = await table().partition(keys.pool(poolId).pk);
    const config = items.find((item) => item.type === 'UserPool');
    if (!config) return undefined;
    noteOnCall({ poolId });
    return {
      pool: toPool(config),
      signingKeys: items.flatMap((item) =>
        item.type === 'SigningKey' ? [fromItem<SigningKey>('SigningKey', item)] : [],
      ),
    };
  },

  /** A page of pools, in the order of their ids, at most `limit`. */
  list: async (limit: number, start: Item | undefined): Promise<PoolPage> => {
    const { items, next } = await table().query({
      IndexName: 'list',
      KeyConditionExpression: 'listPk = :pk',
      ExpressionAttributeValues: { ':pk': lists.pools },
      Limit: limit,
      ...(start && { ExclusiveStartKey: start }),
    });
    const found = await table().getAll(items.map(keyOf));
    return { pools: found.flatMap((item) => (item ? [toPool(item)] : [])), next };
  },

  /** Makes a pool whose id is not taken. */
  create: (pool: UserPool): Write =>
    putPool(pool, { expression: 'attribute_not_exists(pk)', refused: changedMeanwhile }),

  /** The same for a pool that had its id before; `refused` gives the error where the id is taken. */
  restore: (pool: UserPool, refused: () => Error): Write =>
    putPool(pool, { expression: 'attribute_not_exists(pk)', refused }),

  /** Replaces the version before it. */
  update: (pool: UserPool): Write => putPool(pool, ofVersion(pool.version - 1, changedMeanwhile)),

  remove: (pool: UserPool): Write => ({
    remove: keys.pool(pool.id),
    when: ofVersion(pool.version, changedMeanwhile),
  }),

  putSigningKey: (key: SigningKey): Write => ({
    put: toItem('SigningKey', keys.signingKey(key.poolId, key.kid), key),
  }),

  removeSigningKey: (key: SigningKey): Write => ({ remove: keys.signingKey(key.poolId, key.kid) }),
}));
