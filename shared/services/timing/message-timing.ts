import { randomInt } from 'node:crypto';
import { once } from '#shared/config/once.ts';
import { byName } from '../cache/cache.ts';
import { waitUntil } from './wait-until.ts';

/** How long it takes to send messages, so that pretending to send one takes as long. */
export interface MessageTiming {
  /** Does the work and remembers under `name` how long it took. */
  readonly measure: <T>(name: string, work: () => Promise<T>) => Promise<T>;
  /** Waits as long as the work under `name` took at one of the last times. */
  readonly pretend: (name: string) => Promise<void>;
}

const remembered = 16;
// Until anything was measured: the time in which a message service accepts a message.
const assumedMs = 40;

export const createMessageTiming = (): MessageTiming => {
  const known = new Map<string, number[]>();

  const remember = (name: string, tookMs: number): void => {
    known.set(name, [tookMs, ...byName(known, name, () => [])].slice(0, remembered));
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
      const start = performance.now();
      const times = known.get(name) ?? [assumedMs];
      await waitUntil(start + (times[randomInt(times.length)] ?? assumedMs));
    },
  };
};

export const messageTiming = once(createMessageTiming);
