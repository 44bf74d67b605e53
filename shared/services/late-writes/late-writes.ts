import { setTimeout as pause } from 'node:timers/promises';
import { now } from '#shared/config/clock.ts';

// A function may remember what was there for ten seconds, and work by it for half a minute.
const settledMs = 60_000;

/**
 * Waits until nobody works any more by what was there before `since`, epoch milliseconds. True where that took a while:
 * something may have been written meanwhile.
 */
export const awaitLateWrites = async (since: number, afterMs = settledMs): Promise<boolean> => {
  const wait = since + afterMs - now();
  if (wait <= 0) return false;
  await pause(wait);
  return true;
};

/** Does a pass, and where late writes may have come behind it another one. False where a pass did not come to its end. */
export const withLateWrites = async (since: number, pass: () => Promise<boolean>): Promise<boolean> => {
  if (!(await pass())) return false;
  return !(await awaitLateWrites(since)) || pass();
};
