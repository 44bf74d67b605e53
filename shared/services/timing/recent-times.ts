/** How long something took the last times, milliseconds. */
export interface RecentTimes {
  readonly add: (tookMs: number) => void;
  /** How many are remembered. */
  readonly count: () => number;
  /**
   * What it takes when nothing comes in between: a quarter of the times were shorter, and those that waited for something
   * else are among the rest. NaN before the first.
   */
  readonly usual: () => number;
}

// The usual time is made out anew that seldom: it changes little by one more.
const addsBetween = 32;

/** Remembers `most` times, and forgets the oldest for the latest. */
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
