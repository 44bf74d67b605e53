import { now } from '#shared/config/clock.ts';
import { table } from '#shared/data/table.ts';
import { userRepository } from '#shared/data/users/user-repository.ts';
import { retryOnConflict } from '#shared/data/write.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { userUpdate } from '../users/user-changes.ts';
import { users } from '../users/users.ts';

/**
 * Takes a user's password away, so that nobody signs in by it. A code that was sent for a new one sets none any more. Throws
 * UserNotFoundException.
 */
export const removePassword = (pool: UserPool, username: string): Promise<void> =>
  retryOnConflict(async () => {
    const { user, userKey } = await users().get(pool, username);
    const { awaitsMigration: _awaited, ...rest } = user;
    await table().write([
      ...(await userUpdate(pool, user, { ...rest, passwordDisabled: true, updatedAt: now() }, userKey)),
      userRepository().removePassword(pool.id, userKey),
    ]);
  });
