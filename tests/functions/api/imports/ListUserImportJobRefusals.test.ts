import { describe, expect, it } from 'vitest';
import { importFile, makeImportJob, makeImportPool, refusals } from '#tests/support/imports.ts';
import { callOwn } from '#tests/support/own-operations.ts';

describe('ListUserImportJobRefusals', () => {
  it('lists every row that was not imported, a hundred at most a page', async () => {
    const pool = await makeImportPool();
    const rows = Array.from({ length: 620 }, (_none, row) => `user${row},user${row}@example.com,${row % 2 === 0}`);
    const job = await importFile(pool, ['cognito:username,email,email_verified', ...rows].join('\n'));
    expect(job).toMatchObject({ ImportedUsers: 310, FailedUsers: 310 });

    const { rows: refused, pages } = await refusals(pool, job.JobId);

    expect(refused.map(({ Row }) => Row)).toEqual(Array.from({ length: 310 }, (_none, index) => 2 * (index + 1)));
    expect(refused[0]).toEqual({
      Row: 2,
      Username: 'user1',
      Outcome: 'FAILED',
      Reason: expect.stringContaining('auto verified attributes'),
    });
    expect(pages).toBeGreaterThanOrEqual(4);
  });

  it('lists nothing of a job that refused nothing', async () => {
    const pool = await makeImportPool();
    const { JobId } = await makeImportJob(pool);
    expect(await refusals(pool, JobId)).toMatchObject({ rows: [] });
  });

  it('says that there is no such job', async () => {
    const { poolId: UserPoolId } = await makeImportPool();
    await expect(callOwn('ListUserImportJobRefusals', { UserPoolId, JobId: 'import-nothere' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
