import type { Failures } from '../users/user.ts';

const freeTries = 5;
const longestMs = 15 * 60_000;

/** After so long without a wrong password, in milliseconds, the count starts anew. */
export const quietMs = 15 * 60_000;

/** Milliseconds of lockout after so many wrong passwords in a row: none for four, then from one second doubling to fifteen minutes. */
export const lockoutMs = (count: number): number =>
  count < freeTries ? 0 : Math.min(1000 * 2 ** (count - freeTries), longestMs);

/** True while no password is even looked at. */
export const isLockedOut = (failures: Failures | undefined, now: number): boolean => {
  if (failures === undefined) return false;
  const lasts = lockoutMs(failures.count);
  // The last one may be of a moment to come, where another function's clock is ahead.
  return lasts > 0 && now < failures.lastAt + lasts;
};
