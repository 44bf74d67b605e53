/** One piece of work; `turn` counts from 0 and tells the pieces apart. */
export type Work = (turn: number) => Promise<unknown>;

export interface Load {
  /** Pieces under way at any time. */
  readonly concurrency: number;
  readonly milliseconds: number;
}

export interface Throughput {
  readonly perSecond: number;
  /** Milliseconds that half of the pieces took at most. */
  readonly p50: number;
  /** Milliseconds that 99 of 100 pieces took at most. */
  readonly p99: number;
}

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

/** Keeps so many pieces of work under way for so long, after a third of that time to warm up. Throws what the work throws. */
export const measure = async (work: Work, { concurrency, milliseconds }: Load): Promise<Throughput> => {
  let turn = 0;
  const keepUp = async (until: number, took: number[]): Promise<void> => {
    while (performance.now() < until) {
      const start = performance.now();
      await work(turn++);
      took.push(performance.now() - start);
    }
  };
  const run = async (duration: number): Promise<{ readonly took: number[]; readonly seconds: number }> => {
    const took: number[] = [];
    const start = performance.now();
    await Promise.all(Array.from({ length: concurrency }, () => keepUp(start + duration, took)));
    return { took, seconds: (performance.now() - start) / 1000 };
  };

  await run(milliseconds / 3);
  const { took, seconds } = await run(milliseconds);
  took.sort((a, b) => a - b);
  return { perSecond: took.length / seconds, p50: quantile(took, 0.5), p99: quantile(took, 0.99) };
};
