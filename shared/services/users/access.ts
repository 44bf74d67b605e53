/** Disables users and enables them again. Throws UserNotFoundException. */
import { now } from '#shared/config/clock.ts';
import { table } from '#shared/data/table.ts';
import { retryOnConflict } from '#shared/data/write.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { User } from '#shared/domain/users/user.ts';
import { userUpdate } from './user-changes.ts';
import { users } from './users.ts';

const change = (pool: UserPool, username: string, to: (before: User) => User): Promise<void> =>
  retryOnConflict(async () => {
    const { user: before, userKey } = await users().get(pool, username);
    const after = to(before);
    if (after.enabled === before.enabled) return;
    const changed = { ...after, updatedAt: now() };
    await table().write(await userUpdate(pool, before, changed, userKey));
  });

export const enableUser = (pool: UserPool, username: string): Promise<void> =>
  change(pool, username, (before) => ({ ...before, enabled: true }));

/** The same write revokes every token of the user. */
export const disableUser = (pool: UserPool, username: string): Promise<void> =>
  change(pool, username, (before) => ({ ...before, enabled: false, signOuts: before.signOuts + 1 }));
