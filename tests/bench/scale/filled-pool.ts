import { request } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { startBar } from '#local/progress.ts';
import { defaultParameters, hashPassword } from '#shared/domain/passwords/hash.ts';
import { type Answer, type Connection, textIn } from '../connection.ts';
import { password } from '../sample.ts';
import { bytesOf, csvOf, type PeopleFile } from './people.ts';

/** A pool that was filled by importing files. */
export interface FilledPool {
  readonly poolId: string;
  readonly clientId: string;
  readonly size: number;
  /** Seconds from the start of the first job to the end of the last. */
  readonly seconds: number;
}

const signed = { signed: true } as const;

// The API's limits for a file: so many users, and 100 MB, which hold as many of our users.
const mostOfFile = 500_000;

// So few that all of them have signed in before anything is measured: a first sign-in hashes the password again.
const signingIn = 10;

/** Numbers of the people who can sign in, spread over the pool. */
export const holders = (size: number): readonly number[] =>
  Array.from({ length: signingIn }, (_none, index) => Math.floor((index * size) / signingIn));

const upload = async (url: string, file: PeopleFile): Promise<void> => {
  const length = bytesOf(file);
  await new Promise<void>((resolve, reject) => {
    const headers = { 'content-length': String(length), 'x-amz-server-side-encryption': 'aws:kms' };
    const outgoing = request(url, { method: 'PUT', headers }, (incoming) => {
      incoming.resume().on('end', () => {
        if (incoming.statusCode === 200) resolve();
        else reject(new Error(`The upload was answered ${incoming.statusCode}.`));
      });
    });
    outgoing.on('error', reject);
    pipeline(Readable.from(csvOf(file)), outgoing).catch(reject);
  });
};

const numberIn = (job: unknown, member: string): number => Number(Object(job)[member] ?? 0);

const doneOf = (job: unknown): number =>
  numberIn(job, 'ImportedUsers') + numberIn(job, 'SkippedUsers') + numberIn(job, 'FailedUsers');

const isOver = (job: Answer): boolean =>
  !['Pending', 'InProgress', 'Stopping'].includes(textIn(job, 'UserImportJob', 'Status'));

const runJob = async (
  { call }: Connection,
  UserPoolId: string,
  file: PeopleFile,
  onProgress: (done: number) => void,
): Promise<void> => {
  const made = await call(
    'CreateUserImportJob',
    {
      UserPoolId,
      JobName: `from ${file.from}`,
      CloudWatchLogsRoleArn: 'arn:aws:iam::000000000000:role/import-logs',
    },
    signed,
  );
  const JobId = textIn(made, 'UserImportJob', 'JobId');
  await upload(textIn(made, 'UserImportJob', 'PreSignedUrl'), file);
  await call('StartUserImportJob', { UserPoolId, JobId }, signed);
  for (;;) {
    const job = await call('DescribeUserImportJob', { UserPoolId, JobId }, signed);
    onProgress(file.from + doneOf(job.UserImportJob));
    if (isOver(job)) {
      const imported = numberIn(job.UserImportJob, 'ImportedUsers');
      if (imported === file.to - file.from) return;
      throw new Error(`The import of ${file.to - file.from} users ended with ${JSON.stringify(job.UserImportJob)}`);
    }
    await pause(500);
  }
};

const makePool = async ({ call }: Connection, size: number): Promise<Pick<FilledPool, 'poolId' | 'clientId'>> => {
  const settings = { PoolName: `scale ${size}`, AutoVerifiedAttributes: ['email'], AliasAttributes: ['email'] };
  const poolId = textIn(await call('CreateUserPool', settings, signed), 'UserPool', 'Id');
  const ExplicitAuthFlows = ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'];
  const client = { UserPoolId: poolId, ClientName: 'scale', ExplicitAuthFlows };
  const made = await call('CreateUserPoolClient', client, signed);
  return { poolId, clientId: textIn(made, 'UserPoolClient', 'ClientId') };
};

/** A new pool of so many users, imported from files like any other, with a progress bar. */
export const fillPool = async (connection: Connection, size: number): Promise<FilledPool> => {
  const pool = await makePool(connection, size);
  const able = new Set(holders(size));
  const hash = await hashPassword(password, { ...defaultParameters, memory: 64, passes: 1 });
  const hashOf = (number: number): string | undefined => (able.has(number) ? hash : undefined);
  const bar = startBar({ label: 'importing', total: size, unit: 'users' });
  const start = performance.now();
  try {
    for (let from = 0; from < size; from += mostOfFile) {
      await runJob(connection, pool.poolId, { from, to: Math.min(from + mostOfFile, size), hashOf }, bar.update);
    }
  } finally {
    bar.stop();
  }
  return { ...pool, size, seconds: (performance.now() - start) / 1000 };
};
