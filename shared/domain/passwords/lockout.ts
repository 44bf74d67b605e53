import type { Lockout } from '../user-pools/settings.ts';
import type { Failures } from '../users/user.ts';

/**
 * Milliseconds of lockout after so many failures in a row. None below the pool's limit; from there on one second,
 * doubled each time up to the pool's longest.
 */
export const lockoutMs = (count: number, { failures, longestMs }: Lockout): number =>
  count < failures ? 0 : Math.min(1000 * 2 ** (count - failures), longestMs);

/** True while no password, or code, is even looked at. */
export const isLockedOut = (failures: Failures | undefined, now: number, lockout: Lockout): boolean => {
  if (failures === undefined) return false;
  const lasts = lockoutMs(failures.count, lockout);
  // The time of the last failure may be in the future, if another function's clock is ahead.
  return lasts > 0 && now < failures.lastAt + lasts;
};
