import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { User } from '#shared/domain/users/user.ts';

/** A user, with the pool and the key under which everything of the user is stored. */
export interface UserOfPool {
  readonly pool: UserPool;
  readonly userKey: string;
  readonly user: User;
}
