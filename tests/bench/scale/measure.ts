import type { Costs, CountingProxy } from '#tests/costs/counting-proxy.ts';
import type { Connection } from '../connection.ts';
import type { Act } from './acts.ts';

/** What an act asked of the database, and how long it took. */
export interface Figures {
  readonly name: string;
  /** The median. */
  readonly requests: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  /** The median. */
  readonly milliseconds: number;
  /** The same for the smallest pool, asked in turns with this one: whatever else the machine did, it did to both. */
  readonly ofSmallest: number;
}

/** Two ways to the same pools: one that counts requests, and one with nothing in between. */
export interface Ways {
  readonly counted: Connection;
  readonly proxy: Pick<CountingProxy, 'url'>;
  readonly direct: Connection;
}

// Every ten seconds caches are filled again, which a median does not show.
const counts = 9;
const times = 60;
// So many times are not measured: functions start, and passwords are hashed for the first time.
const before = 10;

const takeCosts = async ({ url }: Ways['proxy']): Promise<Costs> => JSON.parse(await (await fetch(url)).text());

const medianOf = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

/** Does the act some times in each way, in turns with the smallest pool. Throws what the act throws. */
export const measureAct = async (
  { counted, proxy, direct }: Ways,
  { name, run }: Act,
  smallest: Pick<Act, 'run'> = { run },
): Promise<Figures> => {
  const took: number[] = [];
  const smallestTook: number[] = [];
  for (let turn = 0; turn < before + times; turn++) {
    const one = await timed(() => run(direct, turn));
    const other = await timed(() => smallest.run(direct, turn));
    if (turn < before) continue;
    took.push(one);
    smallestTook.push(other);
  }
  // The same users again: their first sign-in is over.
  await run(counted, 0);
  await takeCosts(proxy);
  const costs: Costs[] = [];
  for (let turn = 0; turn < counts; turn++) {
    await run(counted, turn);
    costs.push(await takeCosts(proxy));
  }
  return {
    name,
    requests: medianOf(costs.map((one) => one.readRequests + one.writeRequests + one.transactions)),
    readUnits: medianOf(costs.map(({ readUnits }) => readUnits)),
    writeUnits: medianOf(costs.map(({ writeUnits }) => writeUnits)),
    milliseconds: medianOf(took),
    ofSmallest: medianOf(smallestTook),
  };
};
