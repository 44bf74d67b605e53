import { once } from '#shared/config/once.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { keys, lists } from '../keys.ts';
import { readList } from '../list-index.ts';
import { fromItem, type Item, table, toItem } from '../table.ts';
import type { Write } from '../write.ts';

/** What is kept of a pool while its users are deleted. */
export interface DeletedPool {
  readonly pool: UserPool;
  /** Epoch milliseconds. */
  readonly deletedAt: number;
}

const toDeleted = (item: Item): DeletedPool => fromItem<DeletedPool>('DeletedPool', item);

/** Pools that are gone for everybody, but whose users and clients are not yet deleted. */
export const deletedPoolRepository = once(() => ({
  find: async (poolId: string): Promise<DeletedPool | undefined> => {
    const item = await table().get(keys.deletedPool(poolId));
    return item && toDeleted(item);
  },

  /** Ids of a first page, which has all in any ordinary deployment. */
  ids: (): Promise<readonly string[]> => readList(table(), lists.deletedPools),

  put: (deleted: DeletedPool): Write => ({
    put: toItem('DeletedPool', keys.deletedPool(deleted.pool.id), deleted, {
      listPk: lists.deletedPools,
      listSk: deleted.pool.id,
    }),
  }),

  /** `refused` gives the error where the pool is still being deleted. */
  absent: (poolId: string, refused: () => Error): Write => ({
    check: keys.deletedPool(poolId),
    when: { expression: 'attribute_not_exists(pk)', refused },
  }),

  /** `refused` gives the error where this deletion is over: the pool may have been restored and deleted again. */
  remove: ({ pool, deletedAt }: DeletedPool, refused: () => Error): Write => ({
    remove: keys.deletedPool(pool.id),
    when: {
      expression: '#data.deletedAt = :deletedAt',
      names: { '#data': 'data' },
      values: { ':deletedAt': deletedAt },
      refused,
    },
  }),
}));
