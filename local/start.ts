import { parseArgs } from 'node:util';
import { sentenceOf } from './data-folder/data-folder.ts';
import { runStack } from './run.ts';

// Whatever this process and its parts write, the database's files included, is only for its owner.
process.umask(0o077);

const flag = { type: 'boolean', default: false } as const;

const start = async (): Promise<never> => {
  const { values: given } = parseArgs({ options: { memory: flag, verbose: flag, watch: flag } });
  return runStack({ inMemory: given.memory, verbose: given.verbose, watching: given.watch });
};

const fail = (error: unknown): void => {
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exit(1);
};

process.on('uncaughtException', fail);
start().catch(fail);
