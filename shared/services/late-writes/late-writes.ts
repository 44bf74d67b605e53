import { setTimeout as pause } from 'node:timers/promises';
import { now } from '#shared/config/clock.ts';

// A function may cache what was there for ten seconds, and then work with it for half a minute.
const settledMs = 60_000;

/**
 * Waits until nobody works any more with what was there before `since`, in epoch milliseconds. True where it had to
 * wait: then something may have been written meanwhile.
 */
export const awaitLateWrites = async (since: number, afterMs = settledMs): Promise<boolean> => {
  const wait = since + afterMs - now();
  if (wait <= 0) return false;
  await pause(wait);
  return true;
};

/** Does a pass, and another one where late writes may have come after it. False where a pass was not finished. */
export const withLateWrites = async (since: number, pass: () => Promise<boolean>): Promise<boolean> => {
  if (!(await pass())) return false;
  return !(await awaitLateWrites(since)) || pass();
};
