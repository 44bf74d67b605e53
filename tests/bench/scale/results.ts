import type { Figures } from './measure.ts';

/** What was measured of a pool of one size. */
export interface SizeResult {
  readonly size: number;
  /** What the import took. */
  readonly seconds: number;
  readonly figures: readonly Figures[];
}

/** One act at every size that was measured, smallest first. */
export interface ActResult {
  readonly name: string;
  readonly at: readonly (Figures & { readonly size: number })[];
}

/** The results act by act, in the order of the acts. */
export const byAct = (results: readonly SizeResult[]): readonly ActResult[] =>
  (results[0]?.figures ?? []).map(({ name }) => ({
    name,
    at: results.flatMap(({ size, figures }) => figures.flatMap((one) => (one.name === name ? [{ ...one, size }] : []))),
  }));

/** For each size, the time as a multiple of the smallest size's. */
export const ratiosOf = ({ at }: ActResult): readonly number[] =>
  at.map(({ milliseconds, ofSmallest }, index) => (index === 0 ? 1 : milliseconds / ofSmallest));

/** A size in words: 1k, 10k, 1M. */
export const sizeName = (size: number): string => {
  if (size >= 1_000_000) return `${size / 1_000_000}M`;
  return size >= 1000 ? `${size / 1000}k` : String(size);
};
