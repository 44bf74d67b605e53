import { availableParallelism, cpus } from 'node:os';
import { byAct, ratiosOf, type SizeResult, sizeName } from './results.ts';

const introduction = `# A pool of a million users

\`npm run bench:scale\` imports pools of growing size by CreateUserImportJob into one table, measures each pool, and writes
this page. The figures should be the same for every size: no operation should read more because there are more users.

![Time and units of each operation over the size of the pool](scale.svg)

- **Requests** are the requests to DynamoDB. **Units** are what on-demand capacity bills for them, reads and writes
  together. Caches are warm. If a filter finds more users in a larger pool, a page of them also takes more to read.
- **Time** compares the median call with that in the smallest pool: "× 2" means that it takes twice as long. Calls to the
  two pools take turns, over HTTP, one call after the other. Client, edge, functions and database are on one machine.
  Passwords are hashed at almost no cost, so that the time of the store shows. A difference of a tenth between two runs
  means nothing.
- **ms** is the time of the median call right after the pool was filled, at each size.
- A deep page is the last page but one, or the thousandth. SearchUsers with a condition that no index answers examines
  more users in a larger pool, up to its limit of 500.
- The embedded database stands in for DynamoDB, which spreads a table over as many machines as it needs. Times there are
  different, and do not grow with the table either. Requests and units are the same.
`;

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const number = (value: number): string => String(Math.round(value * 10) / 10);

const loading = (results: readonly SizeResult[]): string[] => [
  '## Imports',
  '',
  line(['Users', 'Seconds', 'Users a second']),
  line(['---:', '---:', '---:']),
  ...results.map(({ size, seconds }) =>
    line([size.toLocaleString('en'), seconds.toFixed(0), (size / seconds).toFixed(0)]),
  ),
];

/** One value for all sizes where they are the same, else each. */
const over = (values: readonly number[]): string => {
  const texts = values.map(number);
  return new Set(texts).size === 1 ? (texts[0] ?? '') : texts.join(' · ');
};

const measured = (results: readonly SizeResult[]): string[] => {
  const sizes = results.map(({ size }) => sizeName(size));
  return [
    `## Operations, at ${sizes.join(', ')} users`,
    '',
    line(['', 'Requests', 'Units', 'ms', ...sizes.slice(1).map((size) => `time at ${size}`)]),
    line(['---', '---:', '---:', ...sizes.map(() => '---:')]),
    ...byAct(results).map((act) =>
      line([
        act.name,
        over(act.at.map(({ requests }) => requests)),
        over(act.at.map(({ readUnits, writeUnits }) => readUnits + writeUnits)),
        over(act.at.map(({ milliseconds }) => milliseconds)),
        ...ratiosOf(act)
          .slice(1)
          .map((ratio) => `× ${ratio.toFixed(2)}`),
      ]),
    ),
  ];
};

/** docs/scale.md. */
export const toPage = (results: readonly SizeResult[]): string => {
  const [cpu] = cpus();
  const machine = `Measured with Node ${process.versions.node} on ${availableParallelism()} × ${cpu?.model ?? 'a CPU'}.`;
  return `${[introduction, ...measured(results), '', ...loading(results), '', machine].join('\n')}\n`;
};
