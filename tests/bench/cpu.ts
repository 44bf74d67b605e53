/** Compares the CPU of single operations of this build and of another one, on a machine that others use as well. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startCheckout } from '#tests/journey/checkout.ts';
import { alternate, type Both, type Figure, head, ofBoth, type Side, toRow } from './against/figures.ts';
import { familyMembers } from './against/processes.ts';
import { cheapest, cheapWorks, concurrency, type Works } from './against/works.ts';
import { type Connection, connect } from './connection.ts';
import type { Work } from './load.ts';
import { makeSample } from './sample.ts';
import { scenariosOf } from './scenarios.ts';
import { printTable } from './table.ts';

const { values } = parseArgs({
  options: {
    against: { type: 'string' },
    only: { type: 'string', default: '' },
    times: { type: 'string', default: '400' },
    turns: { type: 'string', default: '15' },
    users: { type: 'string', default: '2000' },
    help: { type: 'boolean', default: false },
  },
});

const usage = `npm run bench:cpu -- --against <folder> [--only GetUser,Refresh] [--times 400] [--turns 15] [--users 2000]

  Starts the stack of another checkout and of this one side by side, with the cheapest hash, and asks them in short turns,
  sixteen at once. Prints the CPU that the functions (with the edge) and the database take for one operation.
`;

const srp = 'USER_SRP_AUTH + PASSWORD_VERIFIER';

const worksOf = async (connection: Connection): Promise<Works> => {
  const works = await cheapWorks(connection, Number(values.users));
  const sample = scenariosOf(connection, await makeSample(connection, 16));
  const all: Works = { ...works, 'Sign-in by SRP': (turn) => sample[srp]?.(turn) ?? Promise.reject(new Error(srp)) };
  const names = values.only.split(',').filter(Boolean);
  const isMeant = (name: string): boolean => names.length === 0 || names.some((one) => name.startsWith(one));
  return Object.fromEntries(Object.entries(all).filter(([name]) => isMeant(name)));
};

// Nanoseconds, of all threads of a process. Those that end take theirs along, but the ones that work never end.
const cpuMsOfProcess = (pid: number): number => {
  const threads = readdirSync(`/proc/${pid}/task`);
  const taken = threads.map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
  );
  return taken.reduce((sum, one) => sum + one, 0) / 1e6;
};

const parts = ['functions', 'database'] as const;

type Spent = Readonly<Record<(typeof parts)[number], number>>;

interface Served {
  readonly works: Works;
  readonly spent: () => Promise<Spent>;
  readonly stop: () => Promise<void>;
}

const serve = async (folder: string): Promise<Served> => {
  const stack = await startCheckout(folder, { env: cheapest });
  const connection = connect(stack);
  return {
    works: await worksOf(connection),
    spent: async () => {
      const found = { functions: 0, database: 0 };
      for (const { pid, name } of await familyMembers(stack.pid ?? 0)) {
        found[name.startsWith('dynoxide') ? 'database' : 'functions'] += cpuMsOfProcess(pid);
      }
      return found;
    },
    stop: async () => {
      connection.close();
      await stack.stop();
    },
  };
};

let turns = 0;

const repeat = async (work: Work, times: number): Promise<void> => {
  let left = times;
  const keepUp = async (): Promise<void> => {
    while (left-- > 0) await work(turns++);
  };
  await Promise.all(Array.from({ length: concurrency }, keepUp));
};

const compare = async (served: Both<Served>): Promise<readonly Figure[]> => {
  const times = Number(values.times);
  const figures: Figure[] = [];
  for (const name of Object.keys(served.here.works)) {
    const workOf = (side: Side): Work => served[side].works[name] ?? (() => Promise.reject(new Error(name)));
    // A process compiles its code as it goes.
    await ofBoth((side) => repeat(workOf(side), 4 * times));
    const found = await alternate(Number(values.turns), async (side) => {
      const before = await served[side].spent();
      await repeat(workOf(side), times);
      const after = await served[side].spent();
      return parts.map((part) => (after[part] - before[part]) / times);
    });
    for (const [index, part] of parts.entries()) {
      const of = (side: Side): number[] => found[side].map((spent) => spent[index] ?? Number.NaN);
      figures.push({ name: `${name}: ${part}`, unit: 'ms', there: of('there'), here: of('here') });
    }
  }
  return figures;
};

const run = async (against: string): Promise<void> => {
  const served: Served[] = [];
  try {
    const both = await ofBoth(async (side) => {
      const one = await serve(path.resolve(side === 'here' ? '.' : against));
      served.push(one);
      return one;
    });
    printTable(`CPU of one operation; there: ${against}`, head, (await compare(both)).map(toRow));
  } finally {
    for (const one of served) await one.stop();
  }
};

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

if (values.help || values.against === undefined) console.log(usage);
else await run(values.against);
