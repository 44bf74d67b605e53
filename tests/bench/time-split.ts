/** What work took: milliseconds of CPU in every thread of the process, and of the clock. */
export interface Spent {
  readonly cpu: number;
  readonly clock: number;
}

interface Part extends Spent {
  /** How often this part's time began or ended. */
  readonly edges: number;
}

const nothing: Part = { cpu: 0, clock: 0, edges: 0 };

const read = (): Spent => {
  const { user, system } = process.cpuUsage();
  return { cpu: (user + system) / 1000, clock: performance.now() };
};

// Asking for CPU time itself takes some, half of it before the answer and half after.
const costOfEdge = (): number => {
  const times = 2000;
  const start = read();
  for (let count = 0; count < times; count++) read();
  return (read().cpu - start.cpu) / times / 2;
};

/**
 * Splits the time of this process among named parts. While a timed function is running, time belongs to its part,
 * otherwise to the part `rest`. Correct only as long as one thing is done at a time.
 */
export const createTimeSplit = () => {
  const parts = new Map<string, Part>();
  const underWay: string[] = [];
  let since = read();

  const settle = (): void => {
    const until = read();
    const name = underWay.at(-1) ?? 'rest';
    const { cpu, clock, edges } = parts.get(name) ?? nothing;
    parts.set(name, {
      cpu: cpu + until.cpu - since.cpu,
      clock: clock + until.clock - since.clock,
      edges: edges + 2,
    });
    since = until;
  };

  return {
    /** The function, timed as a part. */
    timed:
      <Args extends readonly unknown[], Result>(name: string, work: (...args: Args) => Promise<Result>) =>
      async (...args: Args): Promise<Result> => {
        settle();
        underWay.push(name);
        try {
          return await work(...args);
        } finally {
          settle();
          underWay.splice(underWay.lastIndexOf(name), 1);
        }
      },
    /** Starts again. */
    reset: (): void => {
      settle();
      parts.clear();
    },
    /** What each part took since the beginning, without the measuring. */
    read: (): Readonly<Record<string, Spent>> => {
      settle();
      const cost = costOfEdge();
      return Object.fromEntries(
        [...parts].map(([name, { cpu, clock, edges }]) => [name, { cpu: cpu - edges * cost, clock }]),
      );
    },
  };
};
