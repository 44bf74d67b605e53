import { once } from '#shared/config/once.ts';
import type { Group } from '#shared/domain/groups/group.ts';
import { removeFound } from '../bulk-removal.ts';
import { type Key, keys, lists } from '../keys.ts';
import { fromItem, keyOf, table, toItem } from '../table.ts';
import type { Write } from '../write.ts';

/** What is kept of a group while its members are removed. */
export interface DeletedGroup {
  readonly group: Group;
  /** Epoch milliseconds. */
  readonly deletedAt: number;
}

/** The id of a deleted group. */
export type DeletedGroupName = Pick<Group, 'poolId' | 'name' | 'id'>;

const type = 'DeletedGroup';

/** Groups that are gone for everybody, but that profiles of members still name. */
export const deletedGroupRepository = once(() => {
  const read = async (found: readonly Key[]): Promise<readonly DeletedGroup[]> => {
    const items = await table().getAll(found);
    return items.flatMap((item) => (item ? [fromItem<DeletedGroup>(type, item)] : []));
  };

  const keysOf = async (condition: string, values: Readonly<Record<string, string>>): Promise<readonly Key[]> => {
    const { items } = await table().query({
      IndexName: 'list',
      KeyConditionExpression: condition,
      ExpressionAttributeValues: { ':list': lists.deletedGroups, ...values },
      Limit: 100,
    });
    return items.map(keyOf);
  };

  return {
    find: async ({ poolId, name, id }: DeletedGroupName): Promise<DeletedGroup | undefined> => {
      const item = await table().get(keys.deletedGroup(poolId, name, id));
      return item && fromItem<DeletedGroup>(type, item);
    },

    /** The deleted groups that had the name. */
    named: async (poolId: string, name: string): Promise<readonly DeletedGroup[]> => {
      const items = await table().partition(keys.deletedGroupPartition(poolId, name));
      return items.map((item) => fromItem<DeletedGroup>(type, item));
    },

    /** The first hundred, which are all in any ordinary deployment. */
    first: async (): Promise<readonly DeletedGroup[]> => read(await keysOf('listPk = :list', {})),

    /** Removes those of a deleted pool. False where `isLate` stopped it before all were gone. */
    removeAll: (poolId: string, isLate: () => boolean): Promise<boolean> =>
      removeFound(
        table(),
        () => keysOf('listPk = :list AND begins_with(listSk, :pool)', { ':pool': `${poolId}#` }),
        isLate,
      ),

    put: (deleted: DeletedGroup): Write => {
      const { poolId, name, id } = deleted.group;
      return {
        put: toItem(type, keys.deletedGroup(poolId, name, id), deleted, {
          listPk: lists.deletedGroups,
          listSk: `${poolId}#${id}`,
        }),
      };
    },

    remove: ({ poolId, name, id }: DeletedGroupName): Write => ({ remove: keys.deletedGroup(poolId, name, id) }),
  };
});
