/** One level of a feature, from the exact value to the coarsest group that it belongs to. */
export interface Level {
  /** The weight of the level; those of one feature make 1. */
  readonly weight: number;
  /** How many of the user's sign-ins had the same value. */
  readonly seen: number;
  /** How likely a sign-in of somebody else has that value, between 0 and 1. */
  readonly share: number;
}

// A feature that was never seen would have no likelihood, and a small one on both sides would cancel out. The published
// notebook takes four times as likely for others. Here that is also the most: what was seen once in a long time must not
// look riskier than what was never seen.
const unseenRatio = 4;

/**
 * How much more likely the feature is with somebody else than with the user, who signed in `total` times: one factor of
 * the product by Freeman and others (NDSS 2016), smoothed as in the notebook by Wiefling and others (2022).
 */
export const likelihoodRatio = (levels: readonly Level[], total: number): number => {
  const local = levels.reduce((sum, { weight, seen }) => sum + (weight * seen) / total, 0);
  const global = levels.reduce((sum, { weight, share }) => sum + weight * share, 0);
  return local > 0 ? Math.min(unseenRatio, global / local) : unseenRatio;
};
