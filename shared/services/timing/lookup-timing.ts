import { once } from '#shared/config/once.ts';
import { byName } from '../cache/cache.ts';
import { createRecentTimes, type RecentTimes } from './recent-times.ts';
import { waitUntil } from './wait-until.ts';

/** How long looks take that find something, so that one that finds nothing takes as long. */
export interface LookupTiming {
  /**
   * Looks for something. Where it finds nothing, it takes as much longer as finding something did of late, under the
   * same `name`: what the store and its client do for items that are there, they do not for those that are not.
   */
  readonly look: <T>(name: string, work: () => Promise<T>, isFound: (outcome: T) => boolean) => Promise<T>;
}

// Of how many times a usual one is made out: of fewer it would vary by more than what it is to even out.
const remembered = 1024;
const atLeast = 8;
// Until so many were measured: about what the few items of a user take.
const assumedExtraMs = 0.2;
// Somebody may have many things under a name, and nobody is to wait for that.
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
