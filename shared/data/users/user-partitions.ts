import { once } from '#shared/config/once.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { nameKey } from '#shared/domain/users/comparison.ts';
import type { User } from '#shared/domain/users/user.ts';
import { type Key, keys, shardsOf } from '../keys.ts';
import { type Item, keyOf, table } from '../table.ts';
import { fromUserItem, searchIndexes } from './user-item.ts';

interface PartitionPage {
  /** Keys of users' profiles. */
  readonly profiles: readonly Key[];
  readonly next: Item | undefined;
}

interface UserPage {
  readonly users: readonly { readonly userKey: string; readonly user: User }[];
  readonly next: Item | undefined;
}

// A key that was cut no longer says what it was made of, so it is found by folding the username with and without case.
const userKeyOf = ({ poolId, username }: User, profile: Key): string =>
  [true, false]
    .map((caseSensitive) => nameKey(username, caseSensitive))
    .find((key) => keys.userPartition(poolId, key) === profile.pk) ?? keys.userKeyIn(poolId, profile);

/** All users of a pool, shard by shard, as the search index has them, which may be a moment behind. */
export const userPartitions = once(() => {
  const page = async (shard: string, start: Item | undefined): Promise<PartitionPage> => {
    const { items, next } = await table().query({
      IndexName: searchIndexes.username,
      KeyConditionExpression: 'userShard = :shard',
      ExpressionAttributeValues: { ':shard': shard },
      Limit: 100,
      ...(start && { ExclusiveStartKey: start }),
    });
    return { profiles: items.map(keyOf), next };
  };

  return {
    shards: shardsOf,

    page,

    /** At most a hundred users, as the table has them now, with their keys. */
    users: async (pool: UserPool, shard: string, start: Item | undefined): Promise<UserPage> => {
      const { profiles, next } = await page(shard, start);
      const items = await table().getAll(profiles);
      const users = items.flatMap((item) => {
        if (!item) return [];
        const user = fromUserItem(pool, item);
        return [{ userKey: userKeyOf(user, keyOf(item)), user }];
      });
      return { users, next };
    },

    /** The user of a profile's key, and the keys of everything else in that partition. */
    read: async (
      pool: UserPool,
      { pk, sk }: Key,
    ): Promise<{
      readonly user: User | undefined;
      readonly userKey: string;
      readonly others: readonly Key[];
    }> => {
      const items = await table().partition(pk);
      const profile = items.find((item) => item.sk === sk);
      const user = profile && fromUserItem(pool, profile);
      return {
        user,
        userKey: user ? userKeyOf(user, { pk, sk }) : '',
        others: items.filter((item) => item !== profile).map(keyOf),
      };
    },
  };
});

export type UserPartitions = ReturnType<typeof userPartitions>;
