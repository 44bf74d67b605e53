import type { Lockout } from '../user-pools/sign-in-settings.ts';
import type { Failures } from '../users/user.ts';

/**
 * Milliseconds of lockout after so many failures in a row: none before the pool's first, then from one second doubling to
 * its longest.
 */
export const lockoutMs = (count: number, { failures, longestMs }: Lockout): number =>
  count < failures ? 0 : Math.min(1000 * 2 ** (count - failures), longestMs);

/** True while no password, or code, is even looked at. */
export const isLockedOut = (failures: Failures | undefined, now: number, lockout: Lockout): boolean => {
  if (failures === undefined) return false;
  const lasts = lockoutMs(failures.count, lockout);
  // The last one may be of a moment to come, where another function's clock is ahead.
  return lasts > 0 && now < failures.lastAt + lasts;
};
