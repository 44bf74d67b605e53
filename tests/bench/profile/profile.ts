import { globSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { startCheckout } from '#tests/journey/checkout.ts';
import { cheapest, cheapWorks, concurrency } from '../against/works.ts';
import { connect } from '../connection.ts';
import { measure } from '../load.ts';
import { printTable } from '../table.ts';
import { groupNames, type SourceOf, type Span, sharesOf, sourcesIn, toProfile } from './shares.ts';

const { values } = parseArgs({
  options: {
    folder: { type: 'string', default: '.' },
    quick: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const usage = `npm run bench:profile -- [--folder .] [--quick]

  Has Node profile the stack of a checkout while sixteen ask it, and prints what takes the time of the process that runs the
  functions. Hashing is at its cheapest, and in other threads.
`;

const bundlesIn = (folder: string): SourceOf => {
  const files = globSync(['.esbuild/**/*.mjs', 'node_modules/.cache/gatehouse/functions-*/**/*.mjs'], { cwd: folder });
  const sources = new Map(
    files.map((file) => {
      const whole = path.join(folder, file);
      return [pathToFileURL(whole).href, sourcesIn(readFileSync(whole, 'utf8'))];
    }),
  );
  // A bundle may be imported under one name several times.
  return (url, line) => sources.get(url.replace(/[?#].*$/, ''))?.(line);
};

const now = (): number => Number(process.hrtime.bigint() / 1000n);

const profile = async (folder: string): Promise<void> => {
  const directory = mkdtempSync(path.join(tmpdir(), 'gatehouse-profile-'));
  try {
    const env = { ...cheapest, NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${directory}` };
    const stack = await startCheckout(folder, { env });
    const connection = connect(stack);
    const spans: [string, Span][] = [];
    let sourceOf: SourceOf = () => undefined;
    try {
      const { users, milliseconds } = values.quick
        ? { users: 1000, milliseconds: 700 }
        : { users: 10_000, milliseconds: 3000 };
      for (const [name, work] of Object.entries(await cheapWorks(connection, users))) {
        await measure(work, { concurrency, milliseconds: milliseconds / 3 });
        const from = now();
        await measure(work, { concurrency, milliseconds });
        spans.push([name, { from, to: now() }]);
      }
      sourceOf = bundlesIn(folder);
    } finally {
      connection.close();
      await stack.stop();
    }
    const profiles = readdirSync(directory).map((file) => toProfile(readFileSync(path.join(directory, file), 'utf8')));
    const rows = spans.map(([name, span]) => {
      // Of all processes, the functions' is the one that does most.
      const [most] = profiles.map((one) => sharesOf(one, span, sourceOf)).sort((a, b) => b.samples - a.samples);
      return [name, ...groupNames.map((group) => `${(100 * (most?.shares[group] ?? Number.NaN)).toFixed(0)} %`)];
    });
    printTable(`The process that runs the functions: ${folder}`, ['', ...groupNames], rows);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
};

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

if (values.help) console.log(usage);
else await profile(path.resolve(values.folder));
