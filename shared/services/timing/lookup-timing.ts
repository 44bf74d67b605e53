import { once } from '#shared/config/once.ts';
import { byName } from '../cache/cache.ts';
import { createRecentTimes, type RecentTimes } from './recent-times.ts';
import { waitUntil } from './wait-until.ts';

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
