import { StopUserImportJobCommand } from '@aws-sdk/client-cognito-identity-provider';
import { beforeAll, describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { endedJob, importFile, makeImportJob, makeImportPool, pendingJob } from '#tests/support/imports.ts';
import { reachTable } from '#tests/support/raw-users.ts';
import { callWorker } from '#tests/support/workers.ts';

const file = 'cognito:username,email,email_verified\nada,ada@example.com,true\n';

const stop = (UserPoolId: string, JobId: string | undefined) =>
  adminClient().send(new StopUserImportJobCommand({ UserPoolId, JobId }));

describe('StopUserImportJob', () => {
  beforeAll(reachTable);

  it('stops a job, and leaves the pool to another one', async () => {
    const pool = await makeImportPool();
    const { id } = await pendingJob(pool, file);

    expect(await stop(pool.poolId, id)).toMatchObject({ UserImportJob: { JobId: id, Status: 'Stopping' } });
    expect(await stop(pool.poolId, id)).toMatchObject({ UserImportJob: { Status: 'Stopping' } });

    await callWorker('RunUserImportJob', { userPoolId: pool.poolId, jobId: id });
    expect(await endedJob(pool, id)).toMatchObject({
      Status: 'Stopped',
      CompletionMessage: 'The Import Job was stopped by the developer.',
    });
    expect(await importFile(pool, file)).toMatchObject({ Status: 'Succeeded', ImportedUsers: 1 });
  });

  it('stops nothing that is not at work', async () => {
    const pool = await makeImportPool();
    const { JobId } = await makeImportJob(pool);
    await expect(stop(pool.poolId, JobId)).rejects.toMatchObject({
      name: 'PreconditionNotMetException',
      message: 'The user import job is Created: only one that is Pending or InProgress can be stopped.',
    });
    const ended = await importFile(pool, file);
    await expect(stop(pool.poolId, ended.JobId)).rejects.toMatchObject({ name: 'PreconditionNotMetException' });
    await expect(stop(pool.poolId, 'import-nothere')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
