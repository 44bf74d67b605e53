/** Import jobs, for administrators to make and run. */
import { randomInt } from 'node:crypto';
import { now } from '#shared/config/clock.ts';
import { userImportJobRepository } from '#shared/data/imports/user-import-job-repository.ts';
import { type Item, table } from '#shared/data/table.ts';
import { retryOnConflict } from '#shared/data/write.ts';
import { importStart } from '#shared/domain/imports/import-position.ts';
import {
  importMessages,
  isStalled,
  jobAt,
  reasonAgainstFile,
  type UserImportJob,
  uploadKey,
  uploadMs,
} from '#shared/domain/imports/user-import-job.ts';
import { autoVerifiedAttributes } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { objects } from '#shared/gateways/objects.ts';
import { workers } from '#shared/gateways/workers.ts';

/** A job, with the URL for uploading its file while there is one. */
export interface JobWithUrl {
  readonly job: UserImportJob;
  readonly uploadUrl: string | undefined;
}

/** The members of a new job. */
export type NewImportJob = Pick<UserImportJob, 'name' | 'format'> &
  Omit<Partial<UserImportJob>, 'id' | 'poolId' | 'status' | 'version'>;

const mostJobs = 1000;
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

const base62 = (value: number, length: number): string => {
  let text = '';
  for (let rest = value; text.length < length; rest = Math.floor(rest / 62)) text = `${alphabet[rest % 62]}${text}`;
  return text;
};

// Ids sort by time, so that a pool's jobs are listed in that order.
const newJobId = (epochMs: number): string => `import-${base62(epochMs, 7)}${base62(randomInt(62 ** 5), 5)}`;

const notMet = (message: string): CognitoException => new CognitoException('PreconditionNotMetException', message);

const noJob = (jobId: string): CognitoException =>
  new CognitoException('ResourceNotFoundException', `User import job ${jobId} does not exist.`);

const full = (): CognitoException =>
  new CognitoException('LimitExceededException', `A user pool has ${mostJobs} user import jobs at most.`);

const assertImportable = (pool: UserPool, { format }: Pick<UserImportJob, 'format'>): void => {
  if (format === 'csv' && autoVerifiedAttributes(pool).length === 0) {
    throw notMet('The user pool must have at least one auto-verified attribute.');
  }
};

const withUrl = async (stored: UserImportJob): Promise<JobWithUrl> => {
  const job = jobAt(stored, now());
  const seconds = Math.floor((job.createdAt + uploadMs - now()) / 1000);
  const isOpen = job.status === 'Created' && seconds > 0;
  return { job, uploadUrl: isOpen ? await objects().presignPut(uploadKey(job), seconds) : undefined };
};

const find = async (poolId: string, jobId: string): Promise<UserImportJob> => {
  const job = await userImportJobRepository().find(poolId, jobId);
  if (!job) throw noJob(jobId);
  return jobAt(job, now());
};

const run = ({ poolId, id }: UserImportJob): Promise<void> =>
  workers().start('RunUserImportJob', { userPoolId: poolId, jobId: id });

const assertUploaded = async (job: UserImportJob): Promise<void> => {
  const file = await objects().read(uploadKey(job), 0);
  const reason = file ? reasonAgainstFile(job, file.size) : importMessages.notUploaded;
  if (reason !== undefined) throw notMet(reason);
};

const activate = async (job: UserImportJob): Promise<UserImportJob> => {
  await assertUploaded(job);
  const pending: UserImportJob = { ...job, status: 'Pending', startedAt: now(), touchedAt: now() };
  await table().write(
    userImportJobRepository().activate(pending, () =>
      notMet('Another user import job of the user pool has not ended yet.'),
    ),
  );
  return pending;
};

/** Throws PreconditionNotMetException for a CSV job in a pool without auto-verified attributes, LimitExceededException. */
export const createImportJob = async (pool: UserPool, given: NewImportJob): Promise<JobWithUrl> => {
  assertImportable(pool, given);
  const job: UserImportJob = {
    ...given,
    poolId: pool.id,
    id: newJobId(now()),
    status: 'Created',
    createdAt: now(),
    touchedAt: now(),
    position: importStart,
    imported: 0,
    skipped: 0,
    failed: 0,
    version: 1,
  };
  await table().write(userImportJobRepository().create(job, mostJobs, full));
  return withUrl(job);
};

/** Throws ResourceNotFoundException. */
export const getImportJob = async (pool: UserPool, jobId: string): Promise<JobWithUrl> =>
  withUrl(await find(pool.id, jobId));

/** A page of the pool's jobs, the latest first. */
export const listImportJobs = async (
  pool: UserPool,
  limit: number,
  start: Item | undefined,
): Promise<{ readonly jobs: readonly JobWithUrl[]; readonly next: Item | undefined }> => {
  const { found, next } = await userImportJobRepository().page(pool.id, limit, start);
  return { jobs: await Promise.all(found.map(withUrl)), next };
};

/** Throws PreconditionNotMetException where it cannot start, ResourceNotFoundException. */
export const startImportJob = (pool: UserPool, jobId: string): Promise<JobWithUrl> =>
  retryOnConflict(async () => {
    const job = await find(pool.id, jobId);
    assertImportable(pool, job);
    // A second request, after a lost answer or because nobody works on it any more, has the work continue.
    const goesOn = job.status === 'Pending' || (job.status === 'InProgress' && isStalled(job, now()));
    if (job.status !== 'Created' && !goesOn) {
      throw notMet(`The user import job is ${job.status}: only one that is Created can be started.`);
    }
    const started = goesOn ? job : await activate(job);
    await run(started);
    return { job: started, uploadUrl: undefined };
  });

/** Throws PreconditionNotMetException where it is not running, ResourceNotFoundException. */
export const stopImportJob = (pool: UserPool, jobId: string): Promise<JobWithUrl> =>
  retryOnConflict(async () => {
    const job = await find(pool.id, jobId);
    if (job.status !== 'Pending' && job.status !== 'InProgress' && job.status !== 'Stopping') {
      throw notMet(`The user import job is ${job.status}: only one that is Pending or InProgress can be stopped.`);
    }
    const stopping: UserImportJob = { ...job, status: 'Stopping' };
    if (job.status !== 'Stopping') await table().write([userImportJobRepository().update(stopping)]);
    // A running worker sees it at the next portion. Where none is running, one has to be started.
    if (isStalled(job, now())) await run(stopping);
    return { job: stopping, uploadUrl: undefined };
  });
