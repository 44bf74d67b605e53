import { now } from '#shared/config/clock.ts';
import { retryOnConflict } from '#shared/data/conflict.ts';
import type { Table } from '#shared/data/table.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { User } from '#shared/domain/users/user.ts';
import type { UserChanges } from './user-changes.ts';
import type { Users } from './users.ts';

/** Shuts users out and lets them in again. Throws UserNotFoundException. */
export interface Access {
  readonly enable: (pool: UserPool, username: string) => Promise<void>;
  /** Revokes every token of the user by the same write. */
  readonly disable: (pool: UserPool, username: string) => Promise<void>;
}

interface Deps {
  readonly table: Table;
  readonly userChanges: UserChanges;
  readonly users: Users;
}

export const createAccess = ({ table, userChanges, users }: Deps): Access => {
  const change = (pool: UserPool, username: string, to: (before: User) => User): Promise<void> =>
    retryOnConflict(async () => {
      const { user: before, userKey } = await users.get(pool, username);
      const after = to(before);
      if (after.enabled === before.enabled) return;
      const changed = { ...after, updatedAt: now() };
      await table.write(await userChanges.update(pool, before, changed, userKey));
    });

  return {
    enable: (pool, username) => change(pool, username, (before) => ({ ...before, enabled: true })),
    disable: (pool, username) =>
      change(pool, username, (before) => ({ ...before, enabled: false, signOuts: before.signOuts + 1 })),
  };
};
