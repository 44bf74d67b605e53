import { AsyncLocalStorage } from 'node:async_hooks';

const moved = new AsyncLocalStorage<number>();

/** Epoch milliseconds: the machine's, or what the running request was told by `atTime`. */
export const now = (): number => {
  const origin = moved.getStore();
  return origin === undefined ? Date.now() : origin;
};

/** Runs `work` as if it were `epochMs`; how tests move the clock of one request. */
export const atTime = <T>(epochMs: number, work: () => T): T => moved.run(epochMs, work);
