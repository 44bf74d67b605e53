import { once } from '#shared/config/once.ts';
import { readList } from '../list-index.ts';
import { fromItem, table, toItem } from '../table.ts';
import type { Write } from '../write.ts';
import { identityKeys, identityLists } from './identity-keys.ts';

/** An identity pool that is gone for everybody. */
export interface DeletedIdentityPool {
  readonly poolId: string;
  /** Epoch milliseconds. */
  readonly deletedAt: number;
}

const type = 'DeletedIdentityPool';

/** Identity pools whose identities are not yet deleted. No other pool ever gets their ids. */
export const deletedIdentityPoolRepository = once(() => ({
  find: async (poolId: string): Promise<DeletedIdentityPool | undefined> => {
    const item = await table().get(identityKeys.deletedPool(poolId));
    return item && fromItem<DeletedIdentityPool>(type, item);
  },

  /** Ids of a first page, which has all in any ordinary deployment. */
  ids: (): Promise<readonly string[]> => readList(table(), identityLists.deletedPools),

  put: (deleted: DeletedIdentityPool): Write => ({
    put: toItem(type, identityKeys.deletedPool(deleted.poolId), deleted, {
      listPk: identityLists.deletedPools,
      listSk: deleted.poolId,
    }),
  }),

  remove: (poolId: string): Write => ({ remove: identityKeys.deletedPool(poolId) }),
}));
