import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { asSeen, toStored } from '#shared/domain/users/stored-user.ts';
import type { User } from '#shared/domain/users/user.ts';
import { fromItem, toItem } from '../entity.ts';
import { keys } from '../keys.ts';
import type { Item } from '../table.ts';
import type { StoredItem } from '../write.ts';
import { searchKeys } from './search-keys.ts';

/** The user of a profile, as the pool is now: what only the other form of a change has is out of sight. */
export const fromUserItem = (pool: UserPool, item: Item): User => asSeen(pool, fromItem<User>('User', item));

/** A user as profile, in both forms of a change, with its keys in the search indexes. */
export const toUserItem = (pool: UserPool, user: User, userKey: string): StoredItem =>
  toItem('User', keys.user(user.poolId, userKey), toStored(pool, user), searchKeys(pool, user, userKey));
