import type { Command } from 'commander';
import { collect } from '../api.ts';
import { describeJob, followJob, listJobs, listRefusals, startJob, stopJob } from '../import-jobs.ts';
import { reportImport, toRows } from '../import-run.ts';
import { toFacts, toTable } from '../output.ts';
import { openSession } from '../session.ts';

const list = async (poolId: string, _: object, command: Command): Promise<void> => {
  const { api, out } = await openSession(command);
  const jobs = await collect(listJobs(api, poolId));
  const rows = jobs.map((job) => [
    job.JobId,
    job.Status,
    String(job.ImportedUsers),
    String(job.SkippedUsers),
    String(job.FailedUsers),
    job.JobName,
  ]);
  out.answer({ UserImportJobs: jobs }, toTable([['JOB', 'STATUS', 'IMPORTED', 'SKIPPED', 'REFUSED', 'NAME'], ...rows]));
};

const status = async (UserPoolId: string, JobId: string, _: object, command: Command): Promise<void> => {
  const { api, out } = await openSession(command);
  const { PreSignedUrl: _url, CreationDate, ...job } = await describeJob(api, { UserPoolId, JobId });
  out.answer({ UserImportJob: { ...job, CreationDate } }, toFacts(job));
};

const start = async (UserPoolId: string, JobId: string, _: object, command: Command): Promise<void> => {
  const { api, out } = await openSession(command);
  const job = await startJob(api, { UserPoolId, JobId });
  out.answer(
    { UserImportJob: job },
    `${JobId}: ${job.Status}. Follow it: gatehouse-pools import follow ${UserPoolId} ${JobId}`,
  );
};

const follow = async (
  UserPoolId: string,
  JobId: string,
  { strict = false }: { readonly strict?: boolean },
  command: Command,
): Promise<void> => {
  const { api, out } = await openSession(command);
  await reportImport(api, out, await followJob(api, out, { UserPoolId, JobId }), strict);
};

const stop = async (UserPoolId: string, JobId: string, _: object, command: Command): Promise<void> => {
  const { api, out } = await openSession(command);
  const job = await stopJob(api, { UserPoolId, JobId });
  out.answer({ UserImportJob: job }, `${JobId}: ${job.Status}. Who has been imported stays.`);
};

const refusals = async (UserPoolId: string, JobId: string, _: object, command: Command): Promise<void> => {
  const { api, out } = await openSession(command);
  const rows = await collect(listRefusals(api, { UserPoolId, JobId }));
  out.answer({ Refusals: rows }, rows.length > 0 ? toRows(rows) : 'Every row was imported.');
};

/** Adds the commands for existing import jobs to `gatehouse-pools import`. */
export const addImportJobs = (imports: Command): void => {
  imports.command('list <pool>').description('the import jobs of a pool').action(list);
  imports.command('status <pool> <job>').description('how far a job is').action(status);
  imports
    .command('start <pool> <job>')
    .description('begin a job whose file is uploaded, or have one go on that has not got on for five minutes')
    .action(start);
  imports
    .command('follow <pool> <job>')
    .description('watch a job to its end')
    .option('--strict', 'end with exit code 1 where a row was not imported')
    .action(follow);
  imports.command('stop <pool> <job>').description('stop a job; who has been imported stays').action(stop);
  imports.command('refusals <pool> <job>').description('the rows that were not imported, and why').action(refusals);
};
