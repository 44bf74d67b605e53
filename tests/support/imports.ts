import {
  CreateUserImportJobCommand,
  type CreateUserImportJobCommandInput,
  type CreateUserPoolCommandInput,
  DescribeUserImportJobCommand,
  StartUserImportJobCommand,
  type UserImportJobType,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { userImportJobRepository } from '#shared/data/imports/user-import-job-repository.ts';
import { table } from '#shared/data/table.ts';
import { adminClient } from './clients.ts';
import { callOwn } from './own-operations.ts';
import { makePool, type TestPool } from './pools.ts';

export const roleArn = 'arn:aws:iam::000000000000:role/import-logs';

/** A pool into which users can be imported from CSV files. */
export const makeImportPool = (settings: Partial<CreateUserPoolCommandInput> = {}) =>
  makePool({ AutoVerifiedAttributes: ['email'], ...settings });

const present = (job: UserImportJobType | undefined): UserImportJobType & { readonly JobId: string } => {
  if (job?.JobId === undefined) throw new Error('The answer has no job.');
  return { ...job, JobId: job.JobId };
};

/** A new import job of the pool. */
export const makeImportJob = async (
  { poolId }: Pick<TestPool, 'poolId'>,
  given: Partial<CreateUserImportJobCommandInput> = {},
) => {
  const { UserImportJob } = await adminClient().send(
    new CreateUserImportJobCommand({
      JobName: 'test',
      UserPoolId: poolId,
      CloudWatchLogsRoleArn: roleArn,
      ...given,
    }),
  );
  return present(UserImportJob);
};

/** Uploads a file to the URL of a job, as the documentation says. */
export const upload = (url: string | undefined, file: string | Uint8Array): Promise<Response> =>
  fetch(url ?? '', {
    method: 'PUT',
    headers: { 'x-amz-server-side-encryption': 'aws:kms' },
    body: Buffer.from(file),
  });

/** A job of the pool whose file is uploaded. */
export const uploadedJob = async (
  pool: Pick<TestPool, 'poolId'>,
  file: string | Uint8Array,
  given: Partial<CreateUserImportJobCommandInput> = {},
) => {
  const job = await makeImportJob(pool, given);
  const { status } = await upload(job.PreSignedUrl, file);
  expect(status).toBe(200);
  return job;
};

export const describeJob = async (
  { poolId }: Pick<TestPool, 'poolId'>,
  JobId: string,
  ahead = 0,
): Promise<UserImportJobType & { readonly JobId: string }> => {
  const { UserImportJob } = await adminClient({ ahead }).send(
    new DescribeUserImportJobCommand({ UserPoolId: poolId, JobId }),
  );
  return present(UserImportJob);
};

export const startJob = async ({ poolId }: Pick<TestPool, 'poolId'>, JobId: string) => {
  const { UserImportJob } = await adminClient().send(new StartUserImportJobCommand({ UserPoolId: poolId, JobId }));
  return present(UserImportJob);
};

/** The job once no worker has anything to do for it. */
export const endedJob = async (pool: Pick<TestPool, 'poolId'>, jobId: string): Promise<UserImportJobType> => {
  const status = async (): Promise<string | undefined> => (await describeJob(pool, jobId)).Status;
  await expect.poll(status, { timeout: 180_000, interval: 50 }).toMatch(/^(?:Succeeded|Stopped|Failed)$/);
  return describeJob(pool, jobId);
};

/** Makes a job ready for work without any worker knowing of it. Only after `reachTable`. */
export const putToWork = async ({ poolId }: Pick<TestPool, 'poolId'>, jobId = ''): Promise<void> => {
  const job = await userImportJobRepository().find(poolId, jobId);
  if (!job) throw new Error('There is no job.');
  const at = Date.now();
  const pending = { ...job, status: 'Pending', startedAt: at, touchedAt: at } as const;
  await table().write(userImportJobRepository().activate(pending, () => new Error('Another job is at work.')));
};

/** A job that is ready for work and that no worker knows of. Only after `reachTable`. */
export const pendingJob = async (pool: Pick<TestPool, 'poolId'>, file: string) => {
  const { JobId, PreSignedUrl: url } = await uploadedJob(pool, file);
  await putToWork(pool, JobId);
  return { poolId: pool.poolId, id: JobId, url };
};

/** Imports a file to its end. */
export const importFile = async (
  pool: Pick<TestPool, 'poolId'>,
  file: string | Uint8Array,
  given: Partial<CreateUserImportJobCommandInput> = {},
): Promise<UserImportJobType> => {
  const { JobId } = await uploadedJob(pool, file, given);
  await startJob(pool, JobId);
  return endedJob(pool, JobId);
};

export interface Refusal {
  readonly Row: number;
  readonly Username?: string;
  readonly Outcome: string;
  readonly Reason: string;
}

/** All rows that a job refused, page by page, and the number of pages. */
export const refusals = async ({ poolId }: Pick<TestPool, 'poolId'>, JobId: string | undefined) => {
  const rows: Refusal[] = [];
  let NextToken: string | undefined;
  let pages = 0;
  do {
    const page: { Refusals: Refusal[]; NextToken?: string } = await callOwn('ListUserImportJobRefusals', {
      UserPoolId: poolId,
      JobId,
      NextToken,
    });
    rows.push(...page.Refusals);
    NextToken = page.NextToken;
    pages++;
  } while (NextToken !== undefined);
  return { rows, pages };
};
