import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Act, actsOf } from './scale/acts.ts';
import { toChart } from './scale/chart.ts';
import { fillPool } from './scale/filled-pool.ts';
import { type Figures, measureAct, type Ways } from './scale/measure.ts';
import { toPage } from './scale/page.ts';
import { byAct, ratiosOf, type SizeResult, sizeName } from './scale/results.ts';
import { startWays } from './scale/stacks.ts';
import { printTable } from './table.ts';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const usage = `npm run bench:scale -- [--sizes 1000,10000 [--write]]

  Fills pools of 1,000, 10,000, 100,000 and a million users, measures each, and writes docs/scale.md and docs/scale.svg.
  That takes half an hour and 8 GB of memory.

  --sizes   other sizes, from 300 on; prints what was measured
  --write   writes the page of those, too
`;

const allSizes = '1000,10000,100000,1000000';
const writes = values.write || values.sizes === undefined;

const sizesOf = (text: string): readonly number[] => {
  const sizes = text.split(',').map(Number);
  if (sizes.every((size) => Number.isInteger(size) && size >= 300)) return sizes.sort((a, b) => a - b);
  throw new Error(`--sizes ${text}: whole numbers from 300 on, with commas between them.`);
};

interface Measured {
  readonly result: SizeResult;
  readonly acts: readonly Act[];
}

const measureSize = async (ways: Ways, size: number, smallest: readonly Act[] = []): Promise<Measured> => {
  const pool = await fillPool(ways.direct, size);
  const acts = await actsOf(ways.direct, pool);
  const figures: Figures[] = [];
  for (const [index, act] of acts.entries()) figures.push(await measureAct(ways, act, smallest[index]));
  return { result: { size, seconds: pool.seconds, figures }, acts };
};

const print = (results: readonly SizeResult[]): void => {
  const sizes = results.map(({ size }) => sizeName(size));
  const head = ['requests', 'units', 'time'].flatMap((what) => sizes.map((size) => `${what} ${size}`));
  const rows = byAct(results).map((act) => [
    act.name,
    ...act.at.map(({ requests }) => requests),
    ...act.at.map(({ readUnits, writeUnits }) => readUnits + writeUnits),
    ...ratiosOf(act),
  ]);
  printTable('Each operation over the size of the pool', ['', ...head], rows);
};

const bench = async (): Promise<void> => {
  const sizes = sizesOf(values.sizes ?? allSizes);
  const ways = await startWays();
  const results: SizeResult[] = [];
  let smallest: readonly Act[] | undefined;
  try {
    // Code gets fast after running for a while: the first size would look slow.
    console.log('Warming up.');
    await measureSize(ways, 300);
    for (const size of sizes) {
      const { result, acts } = await measureSize(ways, size, smallest);
      smallest ??= acts;
      results.push(result);
      console.log(`\n${size} users in ${result.seconds.toFixed(0)} s: ${(size / result.seconds).toFixed(0)} a second.`);
      print(results);
      if (!writes) continue;
      // Written after each size, so that an interrupted run leaves what it has.
      writeFileSync('docs/scale.md', toPage(results));
      writeFileSync('docs/scale.svg', toChart(results));
    }
  } finally {
    await ways.stop();
  }
};

// An interrupt also ends the database, which fills the memory.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

if (values.help) console.log(usage);
else await bench();
