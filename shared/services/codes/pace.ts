import { randomInt } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';

/** How long things take here, so that what is only pretended takes as long. */
export interface Pace {
  /** Does the work and remembers under `name` how long it took. */
  readonly measure: <T>(name: string, work: () => Promise<T>) => Promise<T>;
  /** Waits as long as the work under `name` took one of the last times. */
  readonly pretend: (name: string) => Promise<void>;
}

const remembered = 16;
const namesAtMost = 1000;
// Until anything was measured: what a message service takes to accept a message.
const assumedMs = 40;

export const createPace = (): Pace => {
  const known = new Map<string, number[]>();

  const remember = (name: string, tookMs: number): void => {
    if (known.size >= namesAtMost && !known.has(name)) known.clear();
    known.set(name, [tookMs, ...(known.get(name) ?? [])].slice(0, remembered));
  };

  return {
    measure: async (name, work) => {
      const start = performance.now();
      try {
        return await work();
      } finally {
        remember(name, performance.now() - start);
      }
    },

    pretend: async (name) => {
      const times = known.get(name) ?? [assumedMs];
      await setTimeout(times[randomInt(times.length)]);
    },
  };
};
