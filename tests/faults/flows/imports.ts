import { StartUserImportJobCommand, StopUserImportJobCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import {
  describeJob,
  endedJob,
  makeImportJob,
  makeImportPool,
  pendingJob,
  refusals,
  uploadedJob,
} from '#tests/support/imports.ts';
import { namesOf } from '#tests/support/names.ts';
import type { TestPool } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';
import { reachTable } from '#tests/support/raw-users.ts';
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

// The worker tells whoever invokes it what went wrong; whoever does it again needs to know no more than that it failed.
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
  // Another run of the worker may be at it still.
  expect(await endedJob(pool, jobId)).toMatchObject({
    Status: 'Succeeded',
    ImportedUsers: 3,
    SkippedUsers: 1,
    FailedUsers: 1,
  });
  expect(await namesOf(pool)).toEqual(['ada', 'grace', 'joan']);
  expect((await refusals(pool, jobId)).rows.map(({ Row }) => Row)).toEqual([2, 4]);
  expect(await stateOf(pool)).toEqual({ uncounted: 0, active: undefined });
};

export const imports: readonly Flow[] = [
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
          // What a worker that was started could not do is done by the next.
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
