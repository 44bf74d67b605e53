import { describe, expect, it } from 'vitest';
import { describeJob, importFile, makeImportJob, makeImportPool } from '#tests/support/imports.ts';

const dayMs = 24 * 3_600_000;

describe('DescribeUserImportJob', () => {
  it('tells of a new job what its making told', async () => {
    const pool = await makeImportPool();
    const { PreSignedUrl, ...job } = await makeImportJob(pool);
    const described = await describeJob(pool, job.JobId);
    expect(described).toMatchObject(job);
    expect(described.PreSignedUrl?.split('?')[0]).toBe(PreSignedUrl?.split('?')[0]);
  });

  it('gives no URL once the fifteen minutes are over', async () => {
    const pool = await makeImportPool();
    const { JobId } = await makeImportJob(pool);
    expect(await describeJob(pool, JobId, 14 * 60_000)).toHaveProperty('PreSignedUrl');
    expect(await describeJob(pool, JobId, 15 * 60_000)).not.toHaveProperty('PreSignedUrl');
  });

  it('tells how a job ended', async () => {
    const pool = await makeImportPool();
    const { JobId = '' } = await importFile(pool, 'cognito:username,email,email_verified\nada,ada@example.com,true\n');
    const job = await describeJob(pool, JobId);
    expect(job).toMatchObject({ Status: 'Succeeded', ImportedUsers: 1 });
    expect(job).not.toHaveProperty('PreSignedUrl');
    expect(Number(job.CompletionDate)).toBeGreaterThanOrEqual(Number(job.StartDate));
  });

  it('tells that a job has expired which nobody started within a day', async () => {
    const pool = await makeImportPool();
    const { JobId, CreationDate } = await makeImportJob(pool);
    expect(await describeJob(pool, JobId, dayMs - 60_000)).toMatchObject({ Status: 'Created' });
    expect(await describeJob(pool, JobId, dayMs)).toMatchObject({
      Status: 'Expired',
      CompletionMessage: 'The user import job has expired.',
      CompletionDate: new Date(Number(CreationDate) + dayMs),
    });
  });

  it('knows the jobs of its pool alone', async () => {
    const { JobId } = await makeImportJob(await makeImportPool());
    await expect(describeJob(await makeImportPool(), JobId)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `User import job ${JobId} does not exist.`,
    });
  });
});
