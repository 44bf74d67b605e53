import type { Command } from 'commander';
import { type Api, collect } from './api.ts';
import { exitCodes } from './failures.ts';
import { followJob, type ImportJob, listRefusals, type RefusedRow, startJob } from './import-jobs.ts';
import { type Output, toTable } from './output.ts';
import { sealForImport } from './record-import.ts';
import type { Session } from './session.ts';
import { upload } from './transfer.ts';

/** How an import is to be run. */
export interface RunOptions {
  readonly name?: string;
  readonly follow: boolean;
  readonly strict?: boolean;
}

/** Adds the options that all commands have that import a file. */
export const withRunOptions = (command: Command): Command =>
  command
    .option('--name <name>', 'of the job')
    .option('--no-follow', 'start the job and leave it to itself')
    .option('--strict', 'end with exit code 1 where somebody was not imported');

const shownRefusals = 20;

const summary = (job: ImportJob): string =>
  [
    `${job.JobId}: ${job.Status}. ${job.ImportedUsers} imported, ${job.SkippedUsers} skipped, ${job.FailedUsers} refused.`,
    ...(job.CompletionMessage ? [job.CompletionMessage] : []),
  ].join(' ');

/** Rows that were not imported, as a table. */
export const toRows = (refusals: readonly RefusedRow[]): string =>
  toTable([
    ['ROW', 'USERNAME', 'OUTCOME', 'REASON'],
    ...refusals.map(({ Row, Username = '', Outcome, Reason }) => [String(Row), Username, Outcome, Reason]),
  ]);

const notImported = ({ SkippedUsers, FailedUsers }: ImportJob): number => SkippedUsers + FailedUsers;

/** Reports how an import ended, and sets the exit code. */
export const reportImport = async (api: Api, out: Output, job: ImportJob, isStrict: boolean): Promise<void> => {
  const { UserPoolId, JobId } = job;
  const refusals = notImported(job) > 0 ? await collect(listRefusals(api, { UserPoolId, JobId }), shownRefusals) : [];
  const rest = notImported(job) - refusals.length;
  const all = rest > 0 ? `\n${rest} more: gatehouse-pools import refusals ${UserPoolId} ${JobId}` : '';
  out.answer(
    { UserImportJob: job, Refusals: refusals },
    refusals.length > 0 ? `${toRows(refusals)}${all}\n\n${summary(job)}` : summary(job),
  );
  if (job.Status !== 'Succeeded' || (isStrict && notImported(job) > 0)) process.exitCode = exitCodes.failed;
};

/** A name for a job that nobody named. */
export const jobName = (given: string | undefined): string =>
  given ?? `cli ${new Date().toISOString().slice(0, 19).replace('T', ' ').replaceAll(':', '.')}`;

interface Upload {
  readonly api: Api;
  readonly out: Output;
  readonly job: ImportJob;
  readonly file: string;
  /** How many there are in the file, as far as that is known. */
  readonly rows: number;
  readonly options: RunOptions;
}

/** Uploads the file of a job, starts the job and watches it to its end. */
export const runJob = async ({ api, out, job, file, rows, options }: Upload): Promise<void> => {
  const id = { UserPoolId: job.UserPoolId, JobId: job.JobId };
  if (!job.PreSignedUrl) throw new Error('The job has no address to upload to.');
  await upload(file, job.PreSignedUrl, out);
  const started = await startJob(api, id);
  if (!options.follow) {
    const text = `Started. Follow it: gatehouse-pools import follow ${id.UserPoolId} ${id.JobId}`;
    out.answer({ UserImportJob: started }, text);
    return;
  }
  await reportImport(api, out, await followJob(api, out, id, rows), options.strict === true);
};

interface RecordLines {
  readonly poolId: string;
  readonly lines: AsyncIterable<string>;
  readonly options: RunOptions;
  /** Called when all lines have been read, before anything is uploaded. */
  readonly onRead?: () => Promise<void>;
}

/** Imports records into a pool by a job, and watches the job to its end. */
export const importLines = async (
  { api, out }: Session,
  { poolId, lines, options, onRead }: RecordLines,
): Promise<void> => {
  const { remove, ...sealed } = await sealForImport({ api, out, poolId, name: jobName(options.name), lines });
  try {
    await onRead?.();
    await runJob({ api, out, options, ...sealed });
  } finally {
    remove();
  }
};
