/** The code of one function: everything that it loads when it starts, minified, without the native library. */
export interface BundleSize {
  readonly name: string;
  readonly bytes: number;
}

// The pages where somebody comes in through a provider have the most.
const MOST_BYTES = 410_000;
const MOST_MEDIAN_BYTES = 300_000;

/** The median of the sizes; 0 where there are none. */
export const medianOf = (bundles: readonly BundleSize[]): number =>
  bundles.map(({ bytes }) => bytes).sort((a, b) => a - b)[Math.floor(bundles.length / 2)] ?? 0;

const inKilobytes = (bytes: number): string => `${Math.ceil(bytes / 1000)} kB`;

/** Where the functions exceed their budget, one sentence each. Every byte makes cold starts slower. */
export const overBudget = (bundles: readonly BundleSize[]): string[] => {
  const large = bundles.filter(({ bytes }) => bytes > MOST_BYTES);
  const median = medianOf(bundles);
  return [
    ...large.map(({ name, bytes }) => `${name} has ${inKilobytes(bytes)} of code, over ${inKilobytes(MOST_BYTES)}.`),
    ...(median > MOST_MEDIAN_BYTES
      ? [`The median function has ${inKilobytes(median)} of code, over ${inKilobytes(MOST_MEDIAN_BYTES)}.`]
      : []),
  ];
};
