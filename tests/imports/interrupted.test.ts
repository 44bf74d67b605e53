import {
  AdminDeleteUserCommand,
  DeleteUserPoolCommand,
  StartUserImportJobCommand,
  StopUserImportJobCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { table } from '#shared/data/table.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { logger } from '#shared/observability/powertools.ts';
import { forgetPool } from '#shared/services/directory/directory.ts';
import { userLoader } from '#shared/services/imports/create-user-loader.ts';
import { createRowLoader } from '#shared/services/imports/row-loader.ts';
import { createUserImportRun, userImportRun } from '#shared/services/imports/user-import-run.ts';
import type { UserLoader } from '#shared/services/imports/user-loader.ts';
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
import { applyChange, ownersIn } from '#tests/support/pool-changes.ts';
import type { TestPool } from '#tests/support/pools.ts';
import { itemsAbout, untilGone } from '#tests/support/raw-table.ts';
import { poolInTable, reachTable } from '#tests/support/raw-users.ts';
import { usernamesOf } from '#tests/support/usernames.ts';
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

const inOneGo = { ...onePortion(2), portions: Number.MAX_SAFE_INTEGER };

const nothing = (): Promise<unknown> => Promise.resolve();

/** The worker's work. It reports each portion when its users are loaded, and every write before it is made. */
const watched = ({
  loaded = nothing,
  writing = nothing,
  loader = userLoader(),
}: {
  readonly loader?: UserLoader;
  readonly loaded?: (lastRow: number) => Promise<unknown>;
  readonly writing?: (writes: string) => Promise<unknown>;
}) => {
  const loadRows = createRowLoader(loader);
  return createUserImportRun({
    loadRows: async (pool, jobId, rows) => {
      const done = await loadRows(pool, jobId, rows);
      await loaded(rows.at(-1)?.row ?? 0);
      return done;
    },
    table: {
      write: async (writes) => {
        await writing(JSON.stringify(writes));
        return table().write(writes);
      },
    },
  });
};

// Portions are done one by one in this process, which uses the table of the stack.
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
    expect(await usernamesOf(pool)).toEqual(names);
    expect((await refusals(pool, job.id)).rows.map(({ Row }) => Row)).toEqual([2, 11, 12, 13]);
  });

  it('notes the rows that it has when its time runs out, however few they are', async () => {
    const pool = await makeImportPool();
    const job = await pendingJob(pool, file);
    const late = { portionRows: 250, isLate: () => true };
    expect(await userImportRun().run(job, late)).toBe(false);
    expect(rowsDone(await describeJob(pool, job.id))).toBe(1);
    while (!(await userImportRun().run(job, late)));
    expect(await describeJob(pool, job.id)).toMatchObject(whole);
  });

  it('comes to the same end when several workers are at it', async () => {
    const pool = await makeImportPool();
    const { id: jobId } = await pendingJob(pool, file);
    const work = { userPoolId: pool.poolId, jobId, portionRows: 2 };
    await Promise.all(Array.from({ length: 4 }, () => callWorker('RunUserImportJob', work)));
    expect(await endedJob(pool, jobId)).toMatchObject(whole);
    expect(await usernamesOf(pool)).toEqual(names);
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

  it('fails when the file is replaced while a portion of it is loaded', async () => {
    const pool = await makeImportPool();
    // More than is read at once.
    const long = 'x'.repeat(15_000);
    const rows = Array.from({ length: 330 }, (_none, index) => `user${index},none,true,${long}`);
    const job = await pendingJob(pool, [header, ...rows].join('\n'));
    const replace = () => upload(job.url, [header, ...rows.reverse()].join('\n'));
    const run = watched({ loaded: async (row) => row === 10 && replace() });
    expect(await run.run(job, { ...inOneGo, portionRows: 10 })).toBe(true);
    const { FailedUsers = 0, ...ended } = await describeJob(pool, job.id);
    expect(ended).toMatchObject({
      Status: 'Failed',
      CompletionMessage: 'The file was uploaded anew while it was imported.',
    });
    expect(FailedUsers).toBeGreaterThanOrEqual(10);
    expect(FailedUsers).toBeLessThan(330);
    await expect(pendingJob(pool, file)).resolves.toBeDefined();
  });

  it('takes the pool for what it is once a busy store lets the rows in', async () => {
    const pool = await makeImportPool();
    const job = await pendingJob(pool, file);
    let change: Promise<unknown> | undefined;
    const busy = async (): Promise<never> => {
      change ??= applyChange(pool.poolId, { AliasAttributes: ['email'] });
      await change;
      // As after ten seconds.
      forgetPool(await poolInTable(pool.poolId));
      throw new CognitoException('TooManyRequestsException', 'Rate exceeded');
    };
    let isBusy = true;
    const during = async <T>(load: () => Promise<T>): Promise<T> => {
      if (!isBusy) return load();
      return busy().finally(() => {
        isBusy = false;
      });
    };
    const run = watched({
      loader: {
        load: (present, record) => during(() => userLoader().load(present, record)),
        loadTogether: (present, records) => during(() => userLoader().loadTogether(present, records)),
      },
    });
    expect(await run.run(job, { ...inOneGo, portionRows: 100 })).toBe(true);
    expect(await describeJob(pool, job.id)).toMatchObject(whole);
    const owners = (await ownersIn(pool.poolId)).filter((owner) => owner.endsWith('#email'));
    expect(owners).toHaveLength(names.length);
  });

  it('ends with its pool', async () => {
    const pool = await makeImportPool();
    const job = await pendingJob(pool, file);
    await userImportRun().run(job, onePortion(2));
    await adminClient({ ahead: -120_000 }).send(new DeleteUserPoolCommand({ UserPoolId: pool.poolId }));
    await untilGone(pool.poolId);
    expect(await userImportRun().run(job, onePortion(2))).toBe(true);
    expect(await itemsAbout(pool.poolId)).toEqual([]);
  });
});

describe('an import that is stopped', () => {
  const stop = (pool: TestPool, JobId: string, ahead = 0) =>
    adminClient({ ahead }).send(new StopUserImportJobCommand({ UserPoolId: pool.poolId, JobId }));

  it('counts who is in the pool', async () => {
    const pool = await makeImportPool();
    // More than are imported while one request is on its way, however slow this process is.
    const rows = Array.from({ length: 8000 }, (_none, index) => goodRow(`user${index}`));
    const { JobId } = await uploadedJob(pool, [header, ...rows].join('\n'));
    await startJob(pool, JobId);
    await expect
      .poll(async () => rowsDone(await describeJob(pool, JobId)), { timeout: 180_000, interval: 50 })
      .toBeGreaterThan(0);

    expect(await stop(pool, JobId)).toMatchObject({ UserImportJob: { Status: 'Stopping' } });

    const job = await endedJob(pool, JobId);
    expect(job).toMatchObject({ Status: 'Stopped', CompletionMessage: 'The Import Job was stopped by the developer.' });
    expect(job.ImportedUsers).toBeLessThan(rows.length);
    expect(await usernamesOf(pool)).toHaveLength(job.ImportedUsers ?? -1);
  });

  it.each([1, 2, 4])('counts the portion that was begun, after %i portions', async (portions) => {
    const pool = await makeImportPool();
    const job = await pendingJob(pool, file);
    for (let done = 0; done < portions; done++) await userImportRun().run(job, onePortion(2));

    await stop(pool, job.id, 5 * 60_000);

    const ended = await endedJob(pool, job.id);
    expect(ended.Status).toBe('Stopped');
    expect(await usernamesOf(pool)).toHaveLength(ended.ImportedUsers ?? -1);
  });

  it('counts its last portion where it is asked to stop meanwhile', async () => {
    const pool = await makeImportPool();
    const job = await pendingJob(pool, file);
    const run = watched({ loaded: async (row) => row === 13 && stop(pool, job.id) });
    expect(await run.run(job, inOneGo)).toBe(true);
    expect(await describeJob(pool, job.id)).toMatchObject({ ...whole, Status: 'Stopped' });
    expect((await refusals(pool, job.id)).rows).toHaveLength(4);
    await expect(pendingJob(pool, file)).resolves.toBeDefined();
  });

  it('is stopped, and whole, where it is asked to stop when nothing is left to do', async () => {
    const pool = await makeImportPool();
    const job = await pendingJob(pool, file);
    const run = watched({ writing: async (writes) => writes.includes('"Succeeded"') && stop(pool, job.id) });
    expect(await run.run(job, inOneGo)).toBe(true);
    expect(await describeJob(pool, job.id)).toMatchObject({ ...whole, Status: 'Stopped' });
    await expect(pendingJob(pool, file)).resolves.toBeDefined();
  });

  it('is stopped though its rows keep failing, once nobody gets on with them', async () => {
    const pool = await makeImportPool();
    const job = await pendingJob(pool, file);
    await userImportRun().run(job, onePortion(2));
    const broken = () => Promise.reject(new Error('The store is broken.'));
    const run = watched({ loader: { load: broken, loadTogether: broken } });
    await stop(pool, job.id);
    await expect(run.run(job, inOneGo)).rejects.toThrow('The store is broken.');
    expect(await describeJob(pool, job.id)).toMatchObject({ Status: 'Stopping', ImportedUsers: 1, FailedUsers: 1 });

    vi.useFakeTimers({ now: Date.now() + 5 * 60_000, toFake: ['Date'] });
    expect(await run.run(job, inOneGo).finally(() => vi.useRealTimers())).toBe(true);

    expect(await describeJob(pool, job.id)).toMatchObject({ Status: 'Stopped', ImportedUsers: 1, FailedUsers: 1 });
  });

  it('has imported nobody where no worker had begun', async () => {
    const pool = await makeImportPool();
    const job = await pendingJob(pool, file);
    await stop(pool, job.id);
    await userImportRun().run(job, onePortion(2));
    expect(await describeJob(pool, job.id)).toMatchObject({ Status: 'Stopped', ImportedUsers: 0 });
    expect(await usernamesOf(pool)).toEqual([]);
  });
});
