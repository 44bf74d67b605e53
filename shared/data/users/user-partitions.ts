import type { User } from '#shared/domain/users/user.ts';
import { fromItem } from '../entity.ts';
import { type Key, shardsOf } from '../keys.ts';
import type { Item, Table } from '../table.ts';
import { searchIndexes } from './search-keys.ts';

interface PartitionPage {
  /** Keys of users' profiles. */
  readonly profiles: readonly Key[];
  readonly next: Item | undefined;
}

const toKey = ({ pk, sk }: Item): Key => ({ pk: String(pk), sk: String(sk) });

/** All users of a pool, shard by shard, for deleting: what the search index knows, which may lag by a moment. */
export const createUserPartitions = (table: Table) => ({
  shards: shardsOf,

  page: async (shard: string, start: Item | undefined): Promise<PartitionPage> => {
    const { items, next } = await table.query({
      IndexName: searchIndexes.username,
      KeyConditionExpression: 'userShard = :shard',
      ExpressionAttributeValues: { ':shard': shard },
      Limit: 100,
      ...(start && { ExclusiveStartKey: start }),
    });
    return { profiles: items.map(toKey), next };
  },

  /** The user that a profile's key leads to, and the keys of everything else in that partition. */
  read: async ({ pk, sk }: Key): Promise<{ readonly user: User | undefined; readonly others: readonly Key[] }> => {
    const items = await table.partition(pk);
    const profile = items.find((item) => item.sk === sk);
    return {
      user: profile && fromItem<User>('User', profile),
      others: items.filter((item) => item !== profile).map(toKey),
    };
  },
});

export type UserPartitions = ReturnType<typeof createUserPartitions>;
