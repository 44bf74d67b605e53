import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { describeJob, endedJob, makeImportJob, makeImportPool, roleArn, startJob } from '#tests/support/imports.ts';
import { makePool } from '#tests/support/pools.ts';
import { putItems } from '#tests/support/raw-table.ts';

describe('CreateUserImportJob', () => {
  it('makes a job and a URL that takes its file for fifteen minutes', async () => {
    const pool = await makeImportPool();

    const job = await makeImportJob(pool, { JobName: 'the first, by hand' });

    expect(job).toEqual({
      JobName: 'the first, by hand',
      JobId: expect.stringMatching(/^import-[0-9A-Za-z]{12}$/),
      UserPoolId: pool.poolId,
      PreSignedUrl: expect.stringContaining(`/imports/${pool.poolId}/${job.JobId}?`),
      CreationDate: expect.any(Date),
      Status: 'Created',
      CloudWatchLogsRoleArn: roleArn,
      ImportedUsers: 0,
      SkippedUsers: 0,
      FailedUsers: 0,
    });
    const { searchParams } = new URL(job.PreSignedUrl ?? '');
    expect(Number(searchParams.get('X-Amz-Expires'))).toBeGreaterThan(890);
    expect(Number(searchParams.get('X-Amz-Expires'))).toBeLessThanOrEqual(900);
  });

  it('gives a URL that curl uploads to as the documentation of the API says', async () => {
    const pool = await makeImportPool();
    const { JobId, PreSignedUrl = '' } = await makeImportJob(pool);
    const directory = mkdtempSync(path.join(tmpdir(), 'gatehouse-upload-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const file = path.join(directory, 'users.csv');
    writeFileSync(file, 'cognito:username,email,email_verified\nada,ada@example.com,true\n');

    const curl = ['-sS', '--fail', '-T', file, '-H', 'x-amz-server-side-encryption:aws:kms', PreSignedUrl];
    await promisify(execFile)('curl', curl);

    await startJob(pool, JobId);
    expect(await endedJob(pool, JobId)).toMatchObject({ Status: 'Succeeded', ImportedUsers: 1 });
  });

  it('remembers the hashing of passwords, of which it refuses what is unknown', async () => {
    const pool = await makeImportPool();
    const { JobId, PasswordHashingAlgorithm } = await makeImportJob(pool, { PasswordHashingAlgorithm: 'BCRYPT' });
    expect(PasswordHashingAlgorithm).toBe('BCRYPT');
    expect(await describeJob(pool, JobId)).toMatchObject({ PasswordHashingAlgorithm: 'BCRYPT' });
    await expect(makeImportJob(pool, { PasswordHashingAlgorithm: 'MD5' as 'BCRYPT' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('asks for an auto-verified attribute', async () => {
    await expect(makeImportJob(await makePool())).rejects.toMatchObject({
      name: 'PreconditionNotMetException',
      message: 'The user pool must have at least one auto-verified attribute.',
    });
  });

  it('makes a thousand jobs of a pool and no more, also at once', async () => {
    const pool = await makeImportPool();
    await makeImportJob(pool);
    await putItems([{ pk: `IMPORTS#${pool.poolId}`, sk: 'STATE', type: 'ImportState', count: 998 }]);

    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => makeImportJob(pool)));

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    await expect(makeImportJob(pool)).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'A user pool has 1000 user import jobs at most.',
    });
  });

  it.each([
    ['a name with other characters', { JobName: 'all of them!' }],
    ['no ARN', { CloudWatchLogsRoleArn: 'not an ARN at all, but long' }],
  ])('refuses %s', async (_what, given) => {
    await expect(makeImportJob(await makeImportPool(), given)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining('failed to satisfy constraint'),
    });
  });

  it('says that a pool does not exist', async () => {
    await expect(makeImportJob({ poolId: 'us-east-1_nothere00' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
