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
