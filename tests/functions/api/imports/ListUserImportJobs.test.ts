import { ListUserImportJobsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makeImportJob, makeImportPool } from '#tests/support/imports.ts';

const list = (UserPoolId: string, MaxResults: number, PaginationToken?: string) =>
  adminClient().send(new ListUserImportJobsCommand({ UserPoolId, MaxResults, PaginationToken }));

describe('ListUserImportJobs', () => {
  it('lists the jobs of the pool, the latest first, page by page', async () => {
    const pool = await makeImportPool();
    await makeImportJob(await makeImportPool());
    for (const JobName of ['first', 'second', 'third']) await makeImportJob(pool, { JobName });

    const { UserImportJobs = [], PaginationToken } = await list(pool.poolId, 2);
    const rest = await list(pool.poolId, 2, PaginationToken);

    expect([...UserImportJobs, ...(rest.UserImportJobs ?? [])].map(({ JobName }) => JobName)).toEqual([
      'third',
      'second',
      'first',
    ]);
    expect(UserImportJobs[0]).toMatchObject({ Status: 'Created', PreSignedUrl: expect.any(String) });
    expect(rest.PaginationToken).toBeUndefined();
  });

  it('lists nothing where there is nothing', async () => {
    const { poolId } = await makeImportPool();
    expect(await list(poolId, 60)).toMatchObject({ UserImportJobs: [] });
  });

  it('refuses a token of another pool, and no count', async () => {
    const pool = await makeImportPool();
    for (const JobName of ['first', 'second']) await makeImportJob(pool, { JobName });
    const { PaginationToken } = await list(pool.poolId, 1);
    const other = await makeImportPool();
    await expect(list(other.poolId, 1, PaginationToken)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(list(pool.poolId, 0)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});
