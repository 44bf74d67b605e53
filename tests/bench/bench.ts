import { availableParallelism, cpus } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startCheckout } from '#tests/journey/checkout.ts';
import { compareBuilds } from './against/compare.ts';
import { toPlan } from './against/plan.ts';
import { connect } from './connection.ts';
import { printEnumeration } from './enumeration/enumeration.ts';
import { printInitTimes } from './init-time.ts';
import { measure } from './load.ts';
import { compareMachineTokens } from './machines/compare.ts';
import { compareWithPeer } from './peer/compare.ts';
import { makeSample, type Sample } from './sample.ts';
import { scenariosOf } from './scenarios.ts';
import { measureSignIn, printSignIn } from './sign-in-cost.ts';
import { printTable, type Row } from './table.ts';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    ways: { type: 'string', default: '' },
    against: { type: 'string' },
    peer: { type: 'boolean', default: false },
    machines: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    packaged: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const usage = `npm run bench -- [--quick] [--only http,sign-in,init,enumeration] [--ways text]

  --quick   a look in a minute or two: less time for each measurement
  --only    some of: http (operations a second over HTTP), sign-in (where the time of a sign-in goes), init (starts),
            enumeration (whether time or form of an answer tells who exists: the exit code is 1 where it does)
  --ways    of enumeration: only the rows whose name has the text in it

npm run bench -- --against <folder> [--quick] [--only packages,starts,stack,served,store,requests] [--rounds 3] [--packaged]

  --against   the folder of another checkout, with its dependencies installed: measures that and this in turn, and prints
              one table of both with their ratios
  --quick     one round of little: a look at whether it works
  --only      some of: packages (code of the packaged functions), starts (of packaged functions, in fresh processes),
              stack (npm start to its first answer, its memory and processes), served (operations a second over HTTP,
              16 at once, and the floor of a sign-in), store (CPU of the store's client in a sign-in), requests (what this
              build asks of the store, 16 at once: the exit code is 1 where it is not what docs/costs.md says)
  --rounds    how often each build has its turn; functions are started three times as often
  --packaged  takes the packages that are in both folders, and makes none

npm run bench -- --peer [--quick]

  Fetches cognito-local from npm into a temporary folder, and prints how many sign-ins, SignUps without an e-mail and
  refreshes it and this build answer in a second.

npm run bench -- --machines [--quick]

  Fetches oidc-provider from npm into a temporary folder, and prints how many tokens of machines (client_credentials) it and
  this build give in a second, and in a second of CPU. Then it prints the CPU of such a request inside the handler, in
  signatures by RS256.
`;

const effort = values.quick
  ? { milliseconds: 700, users: 16, signIns: 40, starts: 3, names: 100, rounds: 4 }
  : { milliseconds: 3000, users: 64, signIns: 300, starts: 9, names: 200, rounds: 10 };

const concurrencies = [1, 16];

// As npm start runs it, in processes other than the client's.
const top = path.resolve(import.meta.dirname, '../..');

interface Setting {
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
}

// The second shows the rest beside work that does not hash passwords, or hashes them with one round of SHA-256.
const settings: readonly Setting[] = [
  { name: 'Argon2id as it is (19 MiB, 2 passes)', env: {} },
  { name: 'Argon2id at its cheapest (8 KiB, 1 pass)', env: { ARGON2: '8,1,1' } },
];

const printPaces = async (title: string, connection: ReturnType<typeof connect>, sample: Sample): Promise<void> => {
  const rows: Row[] = [];
  for (const [name, work] of Object.entries(scenariosOf(connection, sample))) {
    const row: (string | number)[] = [name];
    for (const concurrency of concurrencies) {
      const { perSecond, p50, p99 } = await measure(work, { concurrency, milliseconds: effort.milliseconds });
      row.push(perSecond, p50, p99);
    }
    rows.push(row);
  }
  const head = concurrencies.flatMap((count) => [`${count}: /s`, 'p50 ms', 'p99 ms']);
  printTable(title, ['over HTTP, so many at once', ...head], rows);
};

const benchStack = async ({ name, env }: Setting, parts: readonly string[]): Promise<void> => {
  const stack = await startCheckout(top, { env });
  try {
    const connection = connect(stack);
    const sample = await makeSample(connection, effort.users);
    if (parts.includes('http')) await printPaces(name, connection, sample);
    if (parts.includes('sign-in')) {
      printSignIn(
        `A sign-in by password in its process: ${name}`,
        await measureSignIn({ ...stack.env, ...env }, sample, effort.signIns),
      );
    }
    connection.close();
  } finally {
    await stack.stop();
  }
};

// With the cheapest hashing, so that other differences show.
const benchEnumeration = async (): Promise<void> => {
  const stack = await startCheckout(top, { env: { ARGON2: '8,1,1' } });
  try {
    const connection = connect(stack);
    if (!(await printEnumeration(connection, { ...effort, ways: values.ways }))) process.exitCode = 1;
    connection.close();
  } finally {
    await stack.stop();
  }
};

const bench = async (): Promise<void> => {
  const parts = (values.only ?? 'http,sign-in,init,enumeration').split(',');
  const [cpu] = cpus();
  console.log(`Node ${process.versions.node}, ${availableParallelism()} × ${cpu?.model ?? 'unknown CPU'}.`);
  console.log('Client, edge, functions and database share this machine.');
  if (parts.includes('http') || parts.includes('sign-in')) {
    for (const setting of settings) await benchStack(setting, parts);
  }
  if (parts.includes('init')) await printInitTimes(effort.starts);
  if (parts.includes('enumeration')) await benchEnumeration();
};

const { against } = values;
if (values.help) console.log(usage);
else if (values.peer) await compareWithPeer({ rounds: values.quick ? 1 : 3, milliseconds: effort.milliseconds });
else if (values.machines) {
  await compareMachineTokens({
    rounds: values.quick ? 1 : 3,
    milliseconds: effort.milliseconds,
    requests: 5 * effort.signIns,
  });
} else if (against !== undefined) await compareBuilds(toPlan({ ...values, against }));
else await bench();
