import { once } from '#shared/config/once.ts';
import { byName } from '../cache/cache.ts';
import { waitUntil } from './wait-until.ts';

/** How long something took the last times, in milliseconds. */
export interface RecentTimes {
  readonly add: (tookMs: number) => void;
  /** How many times are remembered. */
  readonly count: () => number;
  /**
   * The time without interruptions: a quarter of the times were shorter, and those that waited for something else are
   * among the rest. NaN before the first.
   */
  readonly usual: () => number;
}

// The usual time is computed again only this often, as one more time changes it little.
const addsBetween = 32;

/** Remembers `most` times. The latest replaces the oldest. */
export const createRecentTimes = (most: number): RecentTimes => {
  const times = new Float64Array(most);
  let added = 0;
  let usual = Number.NaN;
  const count = (): number => Math.min(added, most);

  return {
    add: (tookMs) => {
      times[added % most] = tookMs;
      added += 1;
      if (added > addsBetween && added % addsBetween !== 0) return;
      const sorted = times.slice(0, count()).sort();
      usual = sorted[sorted.length >> 2] ?? Number.NaN;
    },
    count,
    usual: () => usual,
  };
};

/** How long it takes to find something, so that finding nothing takes as long. */
export interface LookupTiming {
  /**
   * Looks for something. Where it finds nothing, it waits for as much longer as finding something took of late under
   * the same `name`: the store and its client have more work for items that exist.
   */
  readonly look: <T>(name: string, work: () => Promise<T>, isFound: (outcome: T) => boolean) => Promise<T>;
}

// How many times a usual one is computed from. With fewer, it would vary by more than the difference that it evens out.
const remembered = 1024;
const atLeast = 8;
// Until so many were measured: about the time for the few items of a user.
const assumedExtraMs = 0.2;
// There may be many things under a name, and nobody should wait for that.
const mostExtraMs = 2;

interface Looks {
  readonly found: RecentTimes;
  readonly missed: RecentTimes;
}

const newLooks = (): Looks => ({ found: createRecentTimes(remembered), missed: createRecentTimes(remembered) });

const extraMs = ({ found, missed }: Looks): number => {
  if (Math.min(found.count(), missed.count()) < atLeast) return assumedExtraMs;
  return Math.min(Math.max(found.usual() - missed.usual(), 0), mostExtraMs);
};

export const createLookupTiming = (): LookupTiming => {
  const looks = new Map<string, Looks>();

  return {
    look: async (name, work, isFound) => {
      const start = performance.now();
      const outcome = await work();
      const end = performance.now();
      const times = byName(looks, name, newLooks);
      if (isFound(outcome)) {
        times.found.add(end - start);
        return outcome;
      }
      times.missed.add(end - start);
      await waitUntil(end + extraMs(times));
      return outcome;
    },
  };
};

export const lookupTiming = once(createLookupTiming);
