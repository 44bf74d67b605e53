import { cursorAfter, type ShardCursor } from '#shared/data/shard-cursor.ts';
import { type UserPartitions, userPartitions } from '#shared/data/users/user-partitions.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { User } from '#shared/domain/users/user.ts';

export interface WalkedUser {
  readonly userKey: string;
  readonly user: User;
}

interface Walk {
  readonly pool: UserPool;
  readonly start: ShardCursor | undefined;
  /** Gets at most a hundred users at a time. An error that it throws ends the walk. */
  readonly work: (users: readonly WalkedUser[]) => Promise<void>;
  /** Gets, after each portion, where the next one begins; undefined at the end. */
  readonly save: (next: ShardCursor | undefined) => Promise<void>;
  readonly isLate: () => boolean;
}

/**
 * Goes through all users of a pool in portions. Users who are made meanwhile may be missed, as the index is a moment
 * behind. True at the end, false where `isLate` stopped it before: walking on from the position that was saved last
 * misses nobody.
 */
export const walkUsers = async ({ pool, start, work, save, isLate }: Walk): Promise<boolean> => {
  const shards = userPartitions().shards(pool.id);
  let at: ShardCursor | undefined = start ?? { shard: 0, key: undefined };
  while (at) {
    const shard = shards[at.shard];
    if (shard === undefined) break;
    const { users, next }: Awaited<ReturnType<UserPartitions['users']>> = await userPartitions().users(
      pool,
      shard,
      at.key,
    );
    await work(users);
    at = cursorAfter(shards.length, at, next);
    await save(at);
    // Asked after work, not before: however little time there is, every call makes progress.
    if (at && isLate()) return false;
  }
  return true;
};
