import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { AdminGetUserCommand, AdminListGroupsForUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { inDirectory, oldNode, runCli, runCliJson } from '#tests/support/cli.ts';
import { adminClient } from '#tests/support/clients.ts';
import { uploadedJob } from '#tests/support/imports.ts';
import { anEmail, makePool } from '#tests/support/pools.ts';

interface Imported {
  readonly UserImportJob: { readonly JobId: string; readonly Status: string; readonly ImportedUsers: number };
  readonly Refusals: readonly { readonly Row: number; readonly Reason: string }[];
}

const write = (directory: string, name: string, lines: readonly string[]): string => {
  const file = path.join(directory, name);
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
};

const csvLines = async (poolId: string, usernames: readonly string[]): Promise<string[]> => {
  const { CSVHeader } = await runCliJson<{ CSVHeader: string[] }>('import', 'header', poolId);
  const row = (username: string): string =>
    CSVHeader.map((column) => {
      if (column === 'cognito:username') return username;
      if (column === 'email') return anEmail();
      if (column === 'email_verified') return 'TRUE';
      return column === 'phone_number_verified' || column === 'cognito:mfa_enabled' ? 'FALSE' : '';
    }).join(',');
  return [CSVHeader.join(','), ...usernames.map(row)];
};

const names = (count: number): string[] => Array.from({ length: count }, () => `u-${randomUUID()}`);

describe('gatehouse-pools import csv', () => {
  it('uploads a file, starts its job, watches it to the end and shows what was not imported', async () => {
    const { poolId } = await makePool({ AutoVerifiedAttributes: ['email'] });
    await inDirectory(async (directory) => {
      const users = names(3);
      const lines = await csvLines(poolId, [...users, users[0] ?? '']);
      const file = write(directory, 'users.csv', [...lines, 'too,short']);
      const run = await runCli(['import', 'csv', poolId, file, '--json']);
      const said = run.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      const answer: Imported = said.at(-1);
      expect(run).toMatchObject({ code: 0, stderr: '' });
      expect(answer.UserImportJob).toMatchObject({
        Status: 'Succeeded',
        ImportedUsers: 3,
        SkippedUsers: 1,
        FailedUsers: 1,
      });
      expect(answer.Refusals.map(({ Row }) => Row)).toEqual([4, 5]);
      expect(said.slice(0, -1).map(({ progress }) => progress.step)).toContain('Uploading');
      const { JobId } = answer.UserImportJob;
      expect((await runCli(['import', 'refusals', poolId, JobId])).stdout).toMatch(/^4 +u-.* SKIPPED/m);
      expect((await runCli(['import', 'list', poolId])).stdout).toMatch(
        new RegExp(`^${JobId} +Succeeded +3 +1 +1`, 'm'),
      );
      expect((await runCli(['import', 'status', poolId, JobId])).stdout).toMatch(/^Status +Succeeded$/m);
      expect(await runCli(['import', 'follow', poolId, JobId, '--strict'])).toMatchObject({ code: 1 });
      const found = await adminClient().send(new AdminGetUserCommand({ UserPoolId: poolId, Username: users[1] }));
      expect(found.UserStatus).toBe('RESET_REQUIRED');
    });
  });

  it('leaves the job at work when it is interrupted, and says how to follow or stop it', async () => {
    const { poolId } = await makePool({ AutoVerifiedAttributes: ['email'] });
    await inDirectory(async (directory) => {
      const file = write(directory, 'users.csv', await csvLines(poolId, names(3000)));
      const run = await runCli(['import', 'csv', poolId, file, '--json'], {
        node: oldNode() ?? process.execPath,
        interruptedAt: (said) => said.includes('"Importing"'),
      });
      expect(run.code).toBe(130);
      const { error } = JSON.parse(run.stderr);
      const [, job = ''] =
        /gatehouse-pools import follow \S+ (\S+)\. Stop it: gatehouse-pools import stop/.exec(error.message) ?? [];
      const { UserImportJob } = await runCliJson<Imported>('import', 'follow', poolId, job);
      expect(UserImportJob).toMatchObject({ Status: 'Succeeded', ImportedUsers: 3000 });
    });
  });

  it('has a job begin whose file is there, once', async () => {
    const pool = await makePool({ AutoVerifiedAttributes: ['email'] });
    const { JobId } = await uploadedJob(pool, 'cognito:username,email,email_verified\nada,ada@example.com,true\n');
    expect(await runCli(['import', 'start', pool.poolId, JobId])).toMatchObject({ code: 0, stderr: '' });
    const { UserImportJob } = await runCliJson<Imported>('import', 'follow', pool.poolId, JobId);
    expect(UserImportJob).toMatchObject({ Status: 'Succeeded', ImportedUsers: 1 });
    expect(await runCli(['import', 'start', pool.poolId, JobId])).toMatchObject({ code: 3, stdout: '' });
  });

  it('does not wait for a job that nobody has started', async () => {
    const pool = await makePool({ AutoVerifiedAttributes: ['email'] });
    const { JobId } = await uploadedJob(pool, 'cognito:username,email,email_verified\nada,ada@example.com,true\n');
    const { code, stdout, stderr } = await runCli(['import', 'follow', pool.poolId, JobId]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`Start it: gatehouse-pools import start ${pool.poolId} ${JobId}`);
  });

  it('says how to go on where nothing answers any more', async () => {
    const job = { JobId: 'import-1', JobName: 'cut', UserPoolId: 'us-east-1_AbCdEfGhI', Status: 'InProgress' };
    let asked = 0;
    const server = createServer((_, response) => {
      asked += 1;
      if (asked === 1) response.end(JSON.stringify({ UserImportJob: job }));
      else response.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    const run = await runCli(['import', 'follow', job.UserPoolId, job.JobId, '--endpoint', endpoint]);
    expect([run.code, run.stdout]).toEqual([1, '']);
    expect(run.stderr).toMatch(
      /^Nothing answers at .*running\? The import goes on\. Follow it: gatehouse-pools import follow /,
    );
    server.close();
  });

  it('takes a file with a mark of its byte order and Windows’ line ends, and says what is wrong with UTF-16', async () => {
    const { poolId } = await makePool({ AutoVerifiedAttributes: ['email'] });
    await inDirectory(async (directory) => {
      const file = path.join(directory, 'users.csv');
      const text = `\ufeff${(await csvLines(poolId, names(2))).join('\r\n')}\r\n`;
      writeFileSync(file, text);
      const { UserImportJob } = await runCliJson<Imported>('import', 'csv', poolId, file);
      expect(UserImportJob).toMatchObject({ Status: 'Succeeded', ImportedUsers: 2 });
      writeFileSync(file, Buffer.from(text, 'utf16le'));
      expect(await runCli(['import', 'csv', poolId, file])).toMatchObject({
        code: 1,
        stdout: expect.stringContaining('not UTF-8'),
      });
    });
  });

  it('ends with 2 for a file that is not there and with 3 for a pool that takes no imports', async () => {
    const { poolId } = await makePool();
    expect(await runCli(['import', 'csv', poolId, '/no/such/file.csv'])).toMatchObject({
      code: 2,
      stderr: '/no/such/file.csv cannot be read.\n',
    });
    await inDirectory(async (directory) => {
      const file = write(directory, 'users.csv', ['cognito:username', 'ada']);
      expect(await runCli(['import', 'csv', poolId, file])).toMatchObject({ code: 3, stdout: '' });
      writeFileSync(file, '');
      for (const format of ['csv', 'records']) {
        const run = await runCli(['import', format, poolId, file]);
        expect(run).toEqual({ code: 2, stdout: '', stderr: `${file} is empty.\n` });
      }
    });
  });
});

describe('gatehouse-pools import records', () => {
  it('imports users and groups, sealed on the way', async () => {
    const { poolId } = await makePool();
    await inDirectory(async (directory) => {
      const [username = ''] = names(1);
      const file = write(
        directory,
        'users.jsonl',
        [
          { type: 'group', name: 'readers', precedence: 3 },
          { type: 'user', username, attributes: { email: anEmail(), email_verified: 'true' }, groups: ['readers'] },
          { type: 'user', username: 'nobody', groups: ['writers'] },
          { type: 'pebble' },
        ].map((record) => JSON.stringify(record)),
      );
      const { UserImportJob, Refusals } = await runCliJson<Imported>('import', 'records', poolId, file);
      expect(UserImportJob).toMatchObject({ Status: 'Succeeded', FailedUsers: 2 });
      expect(Refusals.map(({ Row }) => Row)).toEqual([3, 4]);
      const user = { UserPoolId: poolId, Username: username };
      const { Groups } = await adminClient().send(new AdminListGroupsForUserCommand(user));
      expect(Groups?.map(({ GroupName }) => GroupName)).toEqual(['readers']);
    });
  });

  it('takes a mark of the byte order, and no file that begins with something else', async () => {
    const { poolId } = await makePool();
    await inDirectory(async (directory) => {
      const [username = ''] = names(1);
      const file = write(directory, 'users.jsonl', [`\ufeff${JSON.stringify({ type: 'user', username })}`]);
      expect(await runCliJson('import', 'records', poolId, file)).toMatchObject({
        UserImportJob: { ImportedUsers: 1 },
      });
      const list = async () =>
        (await runCliJson<{ UserImportJobs: object[] }>('import', 'list', poolId)).UserImportJobs;
      const jobs = await list();
      for (const line of ['cognito:username,email', '[', '{"username":"ada"}']) {
        write(directory, 'users.jsonl', [line]);
        const { code, stderr } = await runCli(['import', 'records', poolId, file]);
        expect([code, stderr]).toEqual([2, expect.stringContaining(`${file} holds no records.`)]);
      }
      expect(await list()).toEqual(jobs);
    });
  });
});
