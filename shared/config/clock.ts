import { AsyncLocalStorage } from 'node:async_hooks';

interface Moved {
  readonly time: number;
  readonly signingTime: number;
}

const moved = new AsyncLocalStorage<Moved>();

/** The time in epoch milliseconds: the machine's, or the one that `atTime` gave the running request. */
export const now = (): number => moved.getStore()?.time ?? Date.now();

/** The present month of UTC, as `2026-11`. */
export const monthNow = (): string => new Date(now()).toISOString().slice(0, 7);

/** True for a month that is over, and where there is none. */
export const isMonthOver = (month = ''): boolean => month < monthNow();

/** The time by which signatures count: `now`, but where only the stack's clock was moved and not that of who signs. */
export const signingNow = (): number => moved.getStore()?.signingTime ?? Date.now();

/** Runs `work` as if the time were `time`. Tests move the clock of one request by it. Both are epoch milliseconds. */
export const atTime = <T>(time: number, work: () => T, signingTime = time): T => moved.run({ time, signingTime }, work);
