import {
  AdminDeleteUserCommand,
  DeleteUserPoolCommand,
  StartUserImportJobCommand,
  StopUserImportJobCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { logger } from '#shared/observability/powertools.ts';
import { userImportRun } from '#shared/wiring/user-import-run.ts';
import { adminClient } from '#tests/support/clients.ts';
import {
  describeJob,
  endedJob,
  makeImportPool,
  pendingJob,
  refusals,
  startJob,
  upload,
  uploadedJob,
} from '#tests/support/imports.ts';
import { namesOf } from '#tests/support/names.ts';
import type { TestPool } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';
import { reachTable } from '#tests/support/raw-users.ts';
import { callWorker } from '#tests/support/workers.ts';

const header = 'cognito:username,email,email_verified,name';

const goodRow = (name: string): string => `${name},${name}@example.com,true,"Of ${name},\nand more"`;
const badRow = (name: string): string => `${name},${name}@example.com,false,`;

// Thirteen rows: nine users, one of them twice, and three that are refused.
const names = Array.from({ length: 9 }, (_none, index) => `user${index}`);
const [first = '', ...others] = names;
const file = `${[header, goodRow(first), badRow('bad1'), ...others.map(goodRow), goodRow(first), badRow('bad2'), 'short'].join('\n')}\n`;
const whole = { Status: 'Succeeded', ImportedUsers: 9, SkippedUsers: 1, FailedUsers: 3 };

const rowsDone = ({ ImportedUsers = 0, SkippedUsers = 0, FailedUsers = 0 }) =>
  ImportedUsers + SkippedUsers + FailedUsers;

const onePortion = (portionRows: number) => ({ portionRows, portions: 1, isLate: () => false });

// Portions are done one by one in this process, which reaches the table of the stack.
beforeAll(() => {
  reachTable();
  logger.setLogLevel('SILENT');
});
afterAll(() => logger.setLogLevel('INFO'));

describe('an import that is interrupted', () => {
  it.each([1, 2, 3, 5, 12, 13])('goes on after any %i rows, and comes to the same end', async (portionRows) => {
    const pool = await makeImportPool();
    const job = await pendingJob(pool, file);

    const progress: number[] = [];
    while (!(await userImportRun().run(job, onePortion(portionRows)))) {
      progress.push(rowsDone(await describeJob(pool, job.id)));
    }

    expect(progress).toEqual(Array.from(progress, (_none, index) => Math.min((index + 1) * portionRows, 13)));
    expect(await describeJob(pool, job.id)).toMatchObject(whole);
    expect(await namesOf(pool)).toEqual(names);
    expect((await refusals(pool, job.id)).rows.map(({ Row }) => Row)).toEqual([2, 11, 12, 13]);
  });

  it('comes to the same end when several workers are at it', async () => {
    const pool = await makeImportPool();
    const { id: jobId } = await pendingJob(pool, file);
    const work = { userPoolId: pool.poolId, jobId, portionRows: 2 };
    await Promise.all(Array.from({ length: 4 }, () => callWorker('RunUserImportJob', work)));
    expect(await endedJob(pool, jobId)).toMatchObject(whole);
    expect(await namesOf(pool)).toEqual(names);
    expect((await refusals(pool, jobId)).rows.map(({ Row }) => Row)).toEqual([2, 11, 12, 13]);
  });

  it('is handed on by its worker, and taken up with all that are unfinished', async () => {
    const pool = await makeImportPool();
    const { id: jobId } = await pendingJob(pool, file);
    await callWorker('RunUserImportJob', { portionRows: 2, portions: 1 });
    expect(await endedJob(pool, jobId)).toMatchObject(whole);
  });

  it('goes on when it is started again after five minutes without progress', async () => {
    const pool = await makeImportPool();
    const job = await pendingJob(pool, file);
    await userImportRun().run(job, onePortion(4));
    const start = new StartUserImportJobCommand({ UserPoolId: pool.poolId, JobId: job.id });
    await expect(adminClient().send(start)).rejects.toMatchObject({
      message: 'The user import job is InProgress: only one that is Created can be started.',
    });

    await adminClient({ ahead: 5 * 60_000 }).send(start);

    expect(await endedJob(pool, job.id)).toMatchObject(whole);
  });

  it('makes a user anew who was deleted before the rows were counted, and nobody whose rows were', async () => {
    const pool = await makeImportPool();
    const job = await pendingJob(pool, file);
    await userImportRun().run(job, onePortion(4));
    await adminClient().send(new AdminDeleteUserCommand({ UserPoolId: pool.poolId, Username: first }));
    while (!(await userImportRun().run(job, onePortion(4))));
    // Its second row comes later, when the name is free.
    expect(await describeJob(pool, job.id)).toMatchObject({ ...whole, ImportedUsers: 10, SkippedUsers: 0 });
  });

  it('fails when the file is replaced meanwhile', async () => {
    const pool = await makeImportPool();
    const job = await pendingJob(pool, file);
    await userImportRun().run(job, onePortion(4));
    await upload(job.url, file.replaceAll('user', 'usher'));
    await userImportRun().run(job, onePortion(4));
    expect(await describeJob(pool, job.id)).toMatchObject({
      Status: 'Failed',
      ImportedUsers: 3,
      CompletionMessage: 'The file was uploaded anew while it was imported.',
    });
  });

  it('ends with its pool', async () => {
    const pool = await makeImportPool();
    const job = await pendingJob(pool, file);
    await userImportRun().run(job, onePortion(2));
    await adminClient({ ahead: -120_000 }).send(new DeleteUserPoolCommand({ UserPoolId: pool.poolId }));
    await vi.waitFor(async () => expect(await itemsAbout(pool.poolId)).toEqual([]), { timeout: 10_000 });
    expect(await userImportRun().run(job, onePortion(2))).toBe(true);
    expect(await itemsAbout(pool.poolId)).toEqual([]);
  });
});

describe('an import that is stopped', () => {
  const stop = (pool: TestPool, JobId: string, ahead = 0) =>
    adminClient({ ahead }).send(new StopUserImportJobCommand({ UserPoolId: pool.poolId, JobId }));

  it('counts who is in the pool', async () => {
    const pool = await makeImportPool();
    const rows = Array.from({ length: 1500 }, (_none, index) => goodRow(`user${index}`));
    const { JobId } = await uploadedJob(pool, [header, ...rows].join('\n'));
    await startJob(pool, JobId);
    await expect
      .poll(async () => rowsDone(await describeJob(pool, JobId)), { timeout: 20_000, interval: 50 })
      .toBeGreaterThan(0);

    expect(await stop(pool, JobId)).toMatchObject({ UserImportJob: { Status: 'Stopping' } });

    const job = await endedJob(pool, JobId);
    expect(job).toMatchObject({ Status: 'Stopped', CompletionMessage: 'The Import Job was stopped by the developer.' });
    expect(job.ImportedUsers).toBeLessThan(1500);
    expect(await namesOf(pool)).toHaveLength(job.ImportedUsers ?? -1);
  });

  it.each([1, 2, 4])('counts the portion that was begun, after %i portions', async (portions) => {
    const pool = await makeImportPool();
    const job = await pendingJob(pool, file);
    for (let done = 0; done < portions; done++) await userImportRun().run(job, onePortion(2));

    await stop(pool, job.id, 5 * 60_000);

    const ended = await endedJob(pool, job.id);
    expect(ended.Status).toBe('Stopped');
    expect(await namesOf(pool)).toHaveLength(ended.ImportedUsers ?? -1);
  });

  it('has imported nobody where no worker had begun', async () => {
    const pool = await makeImportPool();
    const job = await pendingJob(pool, file);
    await stop(pool, job.id);
    await userImportRun().run(job, onePortion(2));
    expect(await describeJob(pool, job.id)).toMatchObject({ Status: 'Stopped', ImportedUsers: 0 });
    expect(await namesOf(pool)).toEqual([]);
  });
});
