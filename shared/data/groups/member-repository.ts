import { once } from '#shared/config/once.ts';
import type { GroupMembership } from '#shared/domain/groups/group.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { User } from '#shared/domain/users/user.ts';
import { keys, memberPartitions } from '../keys.ts';
import { cursorAfter, type ShardCursor } from '../shard-cursor.ts';
import { fromItem, type Item, table, toItem } from '../table.ts';
import { fromUserItem } from '../users/user-item.ts';
import type { Write } from '../write.ts';

export interface Member {
  readonly userKey: string;
  /** Undefined where the user's profile does not name the group. */
  readonly user: User | undefined;
}

export interface MemberPage {
  readonly members: readonly Member[];
  readonly next: ShardCursor | undefined;
}

interface Membership {
  readonly groupId: string;
  readonly userKey: string;
}

/**
 * Which users are in which groups: one item for each member of a group. It is always written together with the user's
 * profile, which names the user's groups.
 */
export const memberRepository = once(() => {
  const membersIn = async (partition: string, limit: number, start: Item | undefined) => {
    const { items, next } = await table().query({
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': partition },
      ConsistentRead: true,
      Limit: limit,
      ...(start && { ExclusiveStartKey: start }),
    });
    return { memberships: items.map((item) => fromItem<Membership>('Membership', item)), next };
  };

  return {
    join: (poolId: string, { id }: GroupMembership, userKey: string): Write => ({
      put: toItem('Membership', keys.member(poolId, id, userKey), { groupId: id, userKey }),
    }),

    leave: (poolId: string, { id }: GroupMembership, userKey: string): Write => ({
      remove: keys.member(poolId, id, userKey),
    }),

    /** A page of a group's members, at most `limit` (100 is the most), with their profiles. */
    page: async (
      pool: UserPool,
      groupId: string,
      limit: number,
      start: ShardCursor | undefined,
    ): Promise<MemberPage> => {
      const partitions = memberPartitions(pool.id, groupId);
      const found: Membership[] = [];
      let at: ShardCursor | undefined = start ?? { shard: 0, key: undefined };
      while (at && found.length < limit) {
        const partition = partitions[at.shard];
        if (partition === undefined) break;
        const { memberships, next }: Awaited<ReturnType<typeof membersIn>> = await membersIn(
          partition,
          limit - found.length,
          at.key,
        );
        found.push(...memberships);
        at = cursorAfter(partitions.length, at, next);
      }
      const profiles = await table().getAll(found.map(({ userKey }) => keys.user(pool.id, userKey)));
      const members = found.map(({ userKey }, index) => {
        const profile = profiles[index];
        const user = profile && fromUserItem(pool, profile);
        return { userKey, user: user?.groups.some(({ id }) => id === groupId) ? user : undefined };
      });
      return { members, next: at };
    },
  };
});
