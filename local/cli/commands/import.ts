import { createReadStream } from 'node:fs';
import { type Command, Option } from 'commander';
import * as v from 'valibot';
import { isSealedLine } from '#shared/domain/exports/sealed-lines.ts';
import { isRecord, openExport, readLines } from '../export-file.ts';
import { UsageError } from '../failures.ts';
import { createCsvJob } from '../import-jobs.ts';
import { importLines, jobName, type RunOptions, runJob, withRunOptions } from '../import-run.ts';
import { readPrivateKey } from '../key-files.ts';
import { openSession } from '../session.ts';
import { sizeOf } from '../transfer.ts';
import { addImportJobs } from './import-jobs.ts';
import { addMigrations } from './migrations.ts';

interface CsvOptions extends RunOptions {
  readonly passwordHashing?: string;
}

interface RecordOptions extends RunOptions {
  readonly key?: string;
}

const Header = v.object({ CSVHeader: v.array(v.string()) });

const examples = `
Files go up to a pre-signed address and are read there, row by row; nothing is imported before the upload is whole.
Ctrl-C ends the watching only: the import goes on by itself.

Examples:
  gatehouse-pools import header us-east-1_AbCdEfGhI > users.csv           the columns that a CSV file may have
  gatehouse-pools import csv us-east-1_AbCdEfGhI users.csv
  gatehouse-pools import records us-east-1_AbCdEfGhI users.jsonl
  gatehouse-pools import refusals us-east-1_AbCdEfGhI import-k3v9x2ab
  gatehouse-pools import stop us-east-1_AbCdEfGhI import-k3v9x2ab`;

// Counts a line break within quotes as one more row, which is exact enough for a progress bar.
const countRows = async (file: string): Promise<number> => {
  let lines = 0;
  let last: number | undefined;
  for await (const chunk of createReadStream(file)) {
    for (const byte of chunk) if (byte === 10) lines += 1;
    last = chunk.at(-1);
  }
  return Math.max(0, lines + (last === 10 ? 0 : 1) - 1);
};

const importCsv = async (poolId: string, file: string, options: CsvOptions, command: Command): Promise<void> => {
  const { api, out } = await openSession(command);
  if (sizeOf(file) === 0) throw new UsageError(`${file} is empty.`);
  const rows = await countRows(file);
  const job = await createCsvJob(api, poolId, jobName(options.name), options.passwordHashing);
  await runJob({ api, out, job, file, rows, options });
};

async function* importableLines(file: string, key: string): AsyncGenerator<string> {
  for await (const { record, line } of openExport(file, await readPrivateKey(key))) {
    if (record.type !== 'pool' && record.type !== 'end') yield line;
  }
}

// Only the first line is checked here, to recognize another kind of file. Faults of later lines are reported one by
// one.
const assertRecords = async (file: string): Promise<void> => {
  for await (const line of readLines(file)) {
    if (isRecord(line)) return;
    throw new UsageError(
      isSealedLine(line)
        ? `${file} is sealed. Give the private key that opens it: --key <file>.`
        : `${file} holds no records. They are JSON, one in a line, such as {"type":"user","username":"ada"}.`,
    );
  }
  throw new UsageError(`${file} is empty.`);
};

const importRecords = async (poolId: string, file: string, options: RecordOptions, command: Command): Promise<void> => {
  sizeOf(file);
  if (options.key === undefined) await assertRecords(file);
  const lines = options.key === undefined ? readLines(file) : importableLines(file, options.key);
  await importLines(await openSession(command), { poolId, lines, options });
};

const header = async (UserPoolId: string, _: object, command: Command): Promise<void> => {
  const { api, out } = await openSession(command);
  const { CSVHeader } = await api.cognito('GetCSVHeader', { UserPoolId }, Header);
  out.answer({ CSVHeader }, CSVHeader.join(','));
};

/** Adds `gatehouse-pools import`. */
export const addImport = (program: Command): void => {
  const imports = program.command('import').description('fill a pool from a file').addHelpText('after', examples);
  withRunOptions(imports.command('csv <pool> <file>'))
    .description('import the CSV file that the API describes, with password hashes where it has them')
    .addOption(
      new Option('--password-hashing <algorithm>', 'what the hashes in the file are').choices([
        'ARGON2ID',
        'BCRYPT',
        'PBKDF2_SHA256',
        'SCRYPT',
      ]),
    )
    .action(importCsv);
  imports.command('header <pool>').description('the columns of a CSV file for a pool').action(header);
  withRunOptions(imports.command('records <pool> <file>'))
    .description('import JSON Lines of users and groups; sealed on the way')
    .option('--key <file>', 'private key that opens the file, where it is an export')
    .action(importRecords);
  addMigrations(imports);
  addImportJobs(imports);
};
