import { randomInt } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { createRecentTimes, type RecentTimes } from './recent-times.ts';

/** How long things take here, so that what is only pretended takes as long. */
export interface Timing {
  /** Does the work and remembers under `name` how long it took. */
  readonly measure: <T>(name: string, work: () => Promise<T>) => Promise<T>;
  /** Waits as long as the work under `name` took one of the last times. */
  readonly pretend: (name: string) => Promise<void>;
  /**
   * Looks for something. Where it finds nothing, it takes as much longer as finding something did of late, under the
   * same `name`: what the store and its client do for items that are there, they do not for those that are not.
   */
  readonly look: <T>(name: string, work: () => Promise<T>, isFound: (outcome: T) => boolean) => Promise<T>;
}

const remembered = 16;
const namesAtMost = 1000;
// Until anything was measured: what a message service takes to accept a message.
const assumedMs = 40;

// Of how many times a usual one is made out: of fewer it would vary by more than what it is to even out.
const looksRemembered = 1024;
const looksAtLeast = 8;
// Until so many were measured: about what the few items of a user take.
const assumedExtraMs = 0.2;
// Somebody may have many things under a name, and nobody is to wait for that.
const mostExtraMs = 2;

// Timers are good for whole milliseconds. The last two at most are slept by the whole process: whoever is busy meanwhile is
// put off by the scheduler for longer. A sleep ends late by up to this, and what has slept is slower at first: so the end
// of it is not slept.
const lateMs = 0.4;
const nobodyWakes = new Int32Array(new SharedArrayBuffer(4));

const untilTime = async (time: number): Promise<void> => {
  const whole = Math.floor(time - performance.now()) - 1;
  if (whole > 0) await setTimeout(whole);
  const rest = time - performance.now() - lateMs;
  if (rest > 0) Atomics.wait(nobodyWakes, 0, 0, rest);
  while (performance.now() < time);
};

interface Looks {
  readonly found: RecentTimes;
  readonly missed: RecentTimes;
}

const newLooks = (): Looks => ({
  found: createRecentTimes(looksRemembered),
  missed: createRecentTimes(looksRemembered),
});

const extraMs = ({ found, missed }: Looks): number => {
  if (Math.min(found.count(), missed.count()) < looksAtLeast) return assumedExtraMs;
  return Math.min(Math.max(found.usual() - missed.usual(), 0), mostExtraMs);
};

/** What is under the name, made where there is nothing; too many names are forgotten together. */
const under = <T>(known: Map<string, T>, name: string, make: () => T): T => {
  const value = known.get(name) ?? make();
  if (known.size >= namesAtMost && !known.has(name)) known.clear();
  known.set(name, value);
  return value;
};

export const createTiming = (): Timing => {
  const known = new Map<string, number[]>();
  const looks = new Map<string, Looks>();

  const remember = (name: string, tookMs: number): void => {
    known.set(name, [tookMs, ...under(known, name, () => [])].slice(0, remembered));
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
      await untilTime(start + (times[randomInt(times.length)] ?? assumedMs));
    },

    look: async (name, work, isFound) => {
      const start = performance.now();
      const outcome = await work();
      const end = performance.now();
      const times = under(looks, name, newLooks);
      if (isFound(outcome)) {
        times.found.add(end - start);
        return outcome;
      }
      times.missed.add(end - start);
      await untilTime(end + extraMs(times));
      return outcome;
    },
  };
};
