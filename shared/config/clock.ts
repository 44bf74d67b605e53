import { AsyncLocalStorage } from 'node:async_hooks';

const moved = new AsyncLocalStorage<number>();

/** The time in epoch milliseconds: the machine's, or the one that `atTime` gave the running request. */
export const now = (): number => {
  const origin = moved.getStore();
  return origin === undefined ? Date.now() : origin;
};

/** Runs `work` as if the time were `epochMs`. Tests move the clock of one request by it. */
export const atTime = <T>(epochMs: number, work: () => T): T => moved.run(epochMs, work);
