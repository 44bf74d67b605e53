import {
  AdminGetUserCommand,
  StartUserImportJobCommand,
  StopUserImportJobCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { decrypt, download, endedExport, makeExportKeys, startExport } from '#tests/support/exports.ts';
import { endedJob, makeImportPool, pendingJob, uploadedJob } from '#tests/support/imports.ts';
import { applyChange, ownersIn } from '#tests/support/pool-changes.ts';
import type { TestPool } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';
import { reachTable } from '#tests/support/raw-users.ts';
import { usernamesOf } from '#tests/support/usernames.ts';
import { callWorker } from '#tests/support/workers.ts';

const fileOf = (count: number): string =>
  [
    'cognito:username,email,email_verified',
    ...Array.from({ length: count }, (_none, index) => `user-${index},user-${index}@example.com,true`),
  ].join('\n');

const start = ({ poolId }: TestPool, JobId: string) =>
  adminClient().send(new StartUserImportJobCommand({ UserPoolId: poolId, JobId }));

const stop = ({ poolId }: TestPool, JobId: string) =>
  adminClient().send(new StopUserImportJobCommand({ UserPoolId: poolId, JobId }));

const reasons = (answers: readonly PromiseSettledResult<unknown>[]): string[] =>
  answers.flatMap((answer) => (answer.status === 'rejected' ? [String(answer.reason.name)] : []));

const activeJob = async ({ poolId }: TestPool): Promise<unknown> =>
  (await itemsAbout(`IMPORTS#${poolId}`)).find(({ sk }) => sk === 'STATE')?.active;

describe('imports that are started at once', () => {
  it('are one where they are the same job', async () => {
    const pool = await makeImportPool();
    const { JobId } = await uploadedJob(pool, fileOf(40));
    const answers = await Promise.allSettled(Array.from({ length: 4 }, () => start(pool, JobId)));
    expect(answers.some(({ status }) => status === 'fulfilled')).toBe(true);
    expect(reasons(answers).filter((name) => name !== 'PreconditionNotMetException')).toEqual([]);
    expect(await endedJob(pool, JobId)).toMatchObject({ Status: 'Succeeded', ImportedUsers: 40, SkippedUsers: 0 });
    expect(await activeJob(pool)).toBeUndefined();
  });

  it('go one after the other where they are two jobs of one pool', async () => {
    const pool = await makeImportPool();
    const jobs = [await uploadedJob(pool, fileOf(120)), await uploadedJob(pool, fileOf(120))];
    const answers = await Promise.allSettled(jobs.map(({ JobId }) => start(pool, JobId)));
    expect(reasons(answers)).toEqual(['PreconditionNotMetException']);
    const first = jobs.find((_job, index) => answers[index]?.status === 'fulfilled')?.JobId ?? '';
    const second = jobs.find((_job, index) => answers[index]?.status === 'rejected')?.JobId ?? '';
    expect(await endedJob(pool, first)).toMatchObject({ Status: 'Succeeded', ImportedUsers: 120 });
    await start(pool, second);
    expect(await endedJob(pool, second)).toMatchObject({ Status: 'Succeeded', ImportedUsers: 0, SkippedUsers: 120 });
  });

  it('end, and make room for the next, where they are stopped at that moment', async () => {
    const pool = await makeImportPool();
    for (let round = 0; round < 3; round++) {
      const { JobId } = await uploadedJob(pool, fileOf(60));
      await Promise.allSettled([start(pool, JobId), stop(pool, JobId), start(pool, JobId), stop(pool, JobId)]);
      await callWorker('RunUserImportJob', { userPoolId: pool.poolId, jobId: JobId });
      const { Status } = await endedJob(pool, JobId);
      expect(Status).toMatch(/^(?:Succeeded|Stopped)$/);
      expect(await activeJob(pool)).toBeUndefined();
    }
  });
});

describe('an import into a pool that changes and is exported meanwhile', () => {
  it('leaves nobody without the names of the pool, and none of the three unfinished', async () => {
    reachTable();
    const pool = await makeImportPool();
    const { poolId: UserPoolId } = pool;
    const { id } = await pendingJob(pool, fileOf(1000));
    const keys = await makeExportKeys();

    // All rows in one portion, which continues when the pool has changed already.
    const run = callWorker('RunUserImportJob', { userPoolId: UserPoolId, jobId: id, portionRows: 1000 });
    await expect.poll(() => usernamesOf(pool), { timeout: 180_000, interval: 20 }).not.toEqual([]);
    const exportId = await startExport(UserPoolId, keys.publicKey);
    const { Change } = await applyChange(UserPoolId, { AliasAttributes: ['email'] });
    await run;

    expect(Change).toMatchObject({ Status: 'SWITCHED', UsersObstructed: 0 });
    expect(await endedJob(pool, id)).toMatchObject({ Status: 'Succeeded', ImportedUsers: 1000, FailedUsers: 0 });
    const owners = (await ownersIn(UserPoolId)).filter((owner) => owner.endsWith('#email'));
    expect(owners).toHaveLength(1000);
    const last = new AdminGetUserCommand({ UserPoolId, Username: 'user-999@example.com' });
    expect((await adminClient().send(last)).Username).toBe('user-999');
    const { Status, Users } = await endedExport(UserPoolId, exportId);
    expect(Status).toBe('Succeeded');
    const records = await decrypt(await download(UserPoolId, exportId), keys);
    expect(records.filter(({ type }) => type === 'user')).toHaveLength(Users);
  });
});
