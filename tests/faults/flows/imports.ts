import { randomUUID } from 'node:crypto';
import { StartUserImportJobCommand, StopUserImportJobCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { verifierOf } from '#tests/support/devices.ts';
import { makeRecordJob } from '#tests/support/exports.ts';
import {
  describeJob,
  endedJob,
  makeImportJob,
  makeImportPool,
  pendingJob,
  putToWork,
  refusals,
  upload,
  uploadedJob,
} from '#tests/support/imports.ts';
import type { TestPool } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';
import { reachTable } from '#tests/support/raw-users.ts';
import { usernamesOf } from '#tests/support/usernames.ts';
import { callWorker } from '#tests/support/workers.ts';
import type { Flow } from '../sweep.ts';

const admin = adminClient();

const file = [
  'cognito:username,email,email_verified',
  'ada,ada@example.com,true',
  'mary,mary@example.com,false',
  'grace,grace@example.com,true',
  'ada,other@example.com,true',
  'joan,joan@example.com,true',
].join('\n');

// A worker tells its invoker what went wrong. To try again, it is enough to know that it failed.
const work = ({ poolId }: TestPool, jobId: string): Promise<unknown> =>
  callWorker('RunUserImportJob', { userPoolId: poolId, jobId, portionRows: 2 }).catch((error: Error) => {
    throw Object.assign(new Error(error.message, { cause: error }), { name: 'InternalErrorException' });
  });

const stateOf = async ({ poolId }: TestPool) => {
  const items = await itemsAbout(`IMPORTS#${poolId}`);
  const state = items.find(({ sk }) => sk === 'STATE');
  const jobs = items.filter(({ type }) => type === 'UserImportJob');
  return { uncounted: jobs.length - Number(state?.count ?? 0), active: state?.active };
};

const isImported = async (pool: TestPool, jobId: string): Promise<void> => {
  // Another run of the worker may still be working.
  expect(await endedJob(pool, jobId)).toMatchObject({
    Status: 'Succeeded',
    ImportedUsers: 3,
    SkippedUsers: 1,
    FailedUsers: 1,
  });
  expect(await usernamesOf(pool)).toEqual(['ada', 'grace', 'joan']);
  expect((await refusals(pool, jobId)).rows.map(({ Row }) => Row)).toEqual([2, 4]);
  expect(await stateOf(pool)).toEqual({ uncounted: 0, active: undefined });
};

// More than fits into one request to the store.
const aUserOfManyDevices = (username: string) => {
  const at = '2026-01-01T00:00:00Z';
  const times = { createdAt: at, updatedAt: at, authenticatedAt: at };
  const { Salt, PasswordVerifier: verifier } = verifierOf({ key: 'any', groupKey: 'any', secret: 'any' });
  const device = { groupKey: 'any', remembered: true, salt: Buffer.from(Salt, 'base64').toString('hex'), verifier };
  const devices = Array.from({ length: 150 }, () => ({ key: `us-east-1_${randomUUID()}`, ...device, ...times }));
  return { type: 'user', username, devices };
};

const pendingRecords = async ({ poolId }: TestPool, records: readonly object[]): Promise<string> => {
  const { UserImportJob } = await makeRecordJob(poolId);
  const { JobId = '', PreSignedUrl } = UserImportJob;
  expect((await upload(PreSignedUrl, records.map((record) => JSON.stringify(record)).join('\n'))).status).toBe(200);
  await putToWork({ poolId }, JobId);
  return JobId;
};

export const imports: readonly Flow[] = [
  {
    operation: 'RunUserImportJob',
    way: 'a user of many parts',
    prepare: async () => {
      reachTable();
      const pool = await makeImportPool();
      const id = await pendingRecords(pool, [aUserOfManyDevices('ada')]);
      return {
        call: () => work(pool, id),
        proof: async () => {
          expect(await endedJob(pool, id)).toMatchObject({ Status: 'Succeeded', ImportedUsers: 1, FailedUsers: 0 });
          const [profile] = (await itemsAbout(pool.poolId)).filter(({ type }) => type === 'User');
          const { sub } = Object(profile?.data);
          const devices = (await itemsAbout(`USER#${pool.poolId}#ada`)).filter(({ type }) => type === 'Device');
          expect(devices).toHaveLength(150);
          expect(new Set(devices.map(({ data }) => Object(data).sub))).toEqual(new Set([sub]));
        },
      };
    },
  },
  {
    operation: 'CreateUserImportJob',
    prepare: async () => {
      const pool = await makeImportPool();
      return {
        call: () => makeImportJob(pool),
        proof: async () => expect(await stateOf(pool)).toEqual({ uncounted: 0, active: undefined }),
      };
    },
  },
  {
    operation: 'StartUserImportJob',
    prepare: async () => {
      const pool = await makeImportPool();
      const { JobId } = await uploadedJob(pool, file);
      return {
        call: () => admin.send(new StartUserImportJobCommand({ UserPoolId: pool.poolId, JobId })),
        doneBefore: ['PreconditionNotMetException'],
        proof: async () => {
          // What a worker could not finish, the next one does.
          await work(pool, JobId);
          await isImported(pool, JobId);
        },
      };
    },
  },
  {
    operation: 'StopUserImportJob',
    prepare: async () => {
      reachTable();
      const pool = await makeImportPool();
      const { id: JobId } = await pendingJob(pool, file);
      return {
        call: () => admin.send(new StopUserImportJobCommand({ UserPoolId: pool.poolId, JobId })),
        proof: async () => {
          await work(pool, JobId);
          expect(await describeJob(pool, JobId)).toMatchObject({ Status: 'Stopped', ImportedUsers: 0 });
        },
      };
    },
  },
  {
    operation: 'RunUserImportJob',
    prepare: async () => {
      reachTable();
      const pool = await makeImportPool();
      const { id } = await pendingJob(pool, file);
      return { call: () => work(pool, id), proof: () => isImported(pool, id) };
    },
  },
];
