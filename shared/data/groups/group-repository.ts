import { once } from '#shared/config/once.ts';
import { type Group, type GroupMembership, isOf, mostGroups } from '#shared/domain/groups/group.ts';
import { removePartition } from '../bulk-removal.ts';
import { incrementCount } from '../increment-count.ts';
import { groupEntries, keys } from '../keys.ts';
import { fromItem, type Item, ofVersion, table, toItem } from '../table.ts';
import { Conflict, type Write } from '../write.ts';

export interface GroupPage {
  readonly groups: readonly Group[];
  readonly next: Item | undefined;
}

const toGroup = (item: Item): Group => fromItem<Group>('Group', item);

const unchanged = ({ version }: Group) => ofVersion(version, () => new Conflict());

/** Groups of pools, those of one pool in one partition, and how many there are. */
export const groupRepository = once(() => ({
  find: async (poolId: string, name: string): Promise<Group | undefined> => {
    const item = await table().get(keys.group(poolId, name));
    return item && toGroup(item);
  },

  /** The groups of these memberships, as far as they exist. One request for up to 100. */
  findAll: async (poolId: string, memberships: readonly GroupMembership[]): Promise<readonly Group[]> => {
    const items = await table().getAll(memberships.map(({ name }) => keys.group(poolId, name)));
    const groups = items.flatMap((item) => (item ? [toGroup(item)] : []));
    return groups.filter((group) => memberships.some((membership) => isOf(group, membership)));
  },

  /** A page of a pool's groups by name, at most `limit`. */
  page: async (poolId: string, limit: number, start: Item | undefined): Promise<GroupPage> => {
    const { items, next } = await table().query({
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': keys.groupPartition(poolId), ':prefix': groupEntries },
      ConsistentRead: true,
      Limit: limit,
      ...(start && { ExclusiveStartKey: start }),
    });
    return { groups: items.map(toGroup), next };
  },

  /**
   * Makes a group whose name is not taken, and counts it; `refused` gives the errors for a taken name and for a full
   * pool.
   */
  create: (group: Group, refused: { readonly taken: () => Error; readonly full: () => Error }): Write[] => [
    {
      put: toItem('Group', keys.group(group.poolId, group.name), group),
      when: { expression: 'attribute_not_exists(pk)', refused: refused.taken },
    },
    incrementCount(keys.groupCount(group.poolId), 'GroupCount', mostGroups.ofPool, refused.full),
  ],

  /** Replaces the version before it. Throws Conflict where another change came first. */
  update: (group: Group): Write => ({
    put: toItem('Group', keys.group(group.poolId, group.name), { ...group, version: group.version + 1 }),
    when: unchanged(group),
  }),

  /** Throws Conflict where another change came first. */
  remove: (group: Group): Write[] => [
    { remove: keys.group(group.poolId, group.name), when: unchanged(group) },
    {
      update: keys.groupCount(group.poolId),
      expression: 'SET #count = #count - :one',
      names: { '#count': 'count' },
      values: { ':one': 1 },
    },
  ],

  /** Removes what a deleted pool left of its groups. False where `isLate` stopped it before everything was gone. */
  removeAll: (poolId: string, isLate: () => boolean): Promise<boolean> =>
    removePartition(table(), keys.groupPartition(poolId), isLate),
}));

export type GroupRepository = ReturnType<typeof groupRepository>;
