import path from 'node:path';
import type { StoreRound, StoreTask } from './store.ts';

type Key = Readonly<{ pk: string; sk: string }>;

/** What the tables of both builds have. */
interface Table {
  readonly get: (key: Key) => Promise<unknown>;
  readonly partition: (pk: string, prefix: string) => Promise<unknown>;
  readonly write: (writes: readonly object[]) => Promise<void>;
}

const isTable = (value: unknown): value is Table =>
  ['get', 'partition', 'write'].every((name) => typeof Object(value)[name] === 'function');

// Builds before this one make it by another name, and put it together where it is used.
const tableIn = async (folder: string): Promise<Table> => {
  const module: unknown = await import(path.join(folder, 'shared/data/table.ts'));
  const make: unknown = Object(module).table ?? Object(module).createTable;
  const table: unknown = typeof make === 'function' ? make() : undefined;
  if (isTable(table)) return table;
  throw new Error(`${folder} has no table in shared/data.`);
};

const when = { expression: 'attribute_not_exists(pk)', refused: () => new Error('It is there.') };

const signIn = async (table: Table, { user, failures, made }: StoreTask): Promise<void> => {
  await table.partition(user.pk, user.prefix);
  await table.get(failures);
  await table.write([{ put: made, when }]);
};

const work = async (task: StoreTask): Promise<readonly StoreRound[]> => {
  const table = await tableIn(task.folder);
  const often = async (): Promise<StoreRound> => {
    const { user, system } = process.cpuUsage();
    for (let turn = 0; turn < task.times; turn++) await signIn(table, task);
    const after = process.cpuUsage();
    return (after.user + after.system - user - system) / 1000 / task.times;
  };
  // What is run often is compiled in the first half.
  for (let warmUp = 0; warmUp < task.rounds; warmUp++) await often();
  const rounds: StoreRound[] = [];
  while (rounds.length < task.rounds) rounds.push(await often());
  return rounds;
};

process.once('message', async (task: StoreTask) => {
  process.send?.(await work(task), () => process.exit());
});
