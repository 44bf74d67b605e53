import { monthNow } from '#shared/config/clock.ts';
import { keys } from '#shared/data/keys.ts';
import { table } from '#shared/data/table.ts';
import { AlreadyCounted, userRepository } from '#shared/data/users/user-repository.ts';
import type { Write } from '#shared/data/write.ts';
import type { User } from '#shared/domain/users/user.ts';
import { noteOnCall } from '#shared/observability/call.ts';

const isOf =
  (pk: string, sk: string) =>
  (write: Write): boolean =>
    'put' in write && write.put.pk === pk && write.put.sk === sk;

/**
 * Makes the writes, and counts the user as active in this month, all or nothing. Somebody else may have counted the user
 * since it was read: then the writes alone are made. To be called for users who were not counted as they were read.
 */
export const writeAsActive = async (
  poolId: string,
  userKey: string,
  user: User,
  writes: readonly Write[],
): Promise<void> => {
  const profile = keys.user(poolId, userKey);
  // A change of the profile counts by itself.
  if (writes.some(isOf(profile.pk, profile.sk))) return table().write(writes);
  const month = monthNow();
  const counting = [
    userRepository().markActive(poolId, userKey, user, month),
    userRepository().countActive(poolId, userKey, month),
  ];
  try {
    await table().write([...writes, ...counting]);
    noteOnCall({ isNewlyActive: true });
  } catch (error) {
    if (!(error instanceof AlreadyCounted)) throw error;
    await table().write(writes);
  }
};
