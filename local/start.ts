import { parseArgs } from 'node:util';
import { dataFolder, sentenceOf } from './data-folder/data-folder.ts';
import { runStack } from './run.ts';
import { planOf, readStartFrom } from './templates/start-from.ts';

// Whatever this process and its parts write, the database's files included, is only for its owner.
process.umask(0o077);

const flag = { type: 'boolean', default: false } as const;

const options = {
  memory: flag,
  verbose: flag,
  watch: flag,
  from: { type: 'string' },
  parameter: { type: 'string', multiple: true },
  plan: flag,
  remove: flag,
} as const;

const start = async (): Promise<void> => {
  const { values: given } = parseArgs({ options });
  const fromFile = await readStartFrom(given);
  if (fromFile && given.plan) {
    process.stdout.write(planOf(fromFile, given.memory ? undefined : dataFolder).words);
    return;
  }
  await runStack({
    inMemory: given.memory,
    verbose: given.verbose,
    watching: given.watch,
    ...(fromFile && { fromFile }),
  });
};

const fail = (error: unknown): void => {
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exit(1);
};

process.on('uncaughtException', fail);
start().catch(fail);
