/** Addresses of users to which no mail is sent, as one came back or was called spam. */
import { now } from '#shared/config/clock.ts';
import { table } from '#shared/data/table.ts';
import { retryOnConflict } from '#shared/data/write.ts';
import { withMark, withoutMarks } from '#shared/domain/messages/delivery-marks.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { UndeliverableAddress } from '#shared/domain/users/user.ts';
import { isException } from '#shared/errors/exception.ts';
import { cachedPool } from '../directory/directory.ts';
import { userUpdate } from './user-changes.ts';
import { users } from './users.ts';

const findPool = async (poolId: string): Promise<UserPool | undefined> => {
  try {
    return (await cachedPool(poolId)).pool;
  } catch (error) {
    if (isException(error, 'ResourceNotFoundException')) return undefined;
    throw error;
  }
};

/** Marks the address, where it is still the user's. Nothing happens where pool or user are gone, and the second time. */
export const noteUndeliverable = async (
  poolId: string,
  sub: string,
  address: string,
  reason: UndeliverableAddress['reason'],
): Promise<void> => {
  const pool = await findPool(poolId);
  if (!pool) return;
  await retryOnConflict(async () => {
    const { user, userKey } = await users().find(pool, sub);
    // A name may look like a sub.
    if (user?.sub !== sub) return;
    const marked = withMark(user, { address, reason, at: now() });
    if (marked) await table().write(await userUpdate(pool, user, marked, userKey));
  });
};

/** The addresses of a user that are marked. Throws UserNotFoundException. */
export const undeliverableOf = async (pool: UserPool, username: string): Promise<readonly UndeliverableAddress[]> =>
  (await users().get(pool, username)).user.undeliverable ?? [];

/** Takes the marks away: mails are sent again. Throws UserNotFoundException. */
export const forgetUndeliverable = async (pool: UserPool, username: string): Promise<void> => {
  await retryOnConflict(async () => {
    const { user, userKey } = await users().get(pool, username);
    if (!user.undeliverable) return;
    const changed = { ...withoutMarks(user), updatedAt: now() };
    await table().write(await userUpdate(pool, user, changed, userKey));
  });
};
