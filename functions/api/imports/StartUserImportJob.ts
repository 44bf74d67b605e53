/**
 * Has the uploaded file of an import job imported, by a worker. A job whose worker died is taken up where it stopped.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_StartUserImportJob.html
 */
import type { StartUserImportJobRequest, StartUserImportJobResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import type { UserImportJobs } from '#shared/services/imports/user-import-jobs.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { UserImportJobIdType, UserPoolIdType } from '#shared/wire/shapes.ts';
import { toUserImportJob } from '#shared/wire/user-import-job.ts';
import type { Wire } from '#shared/wire/wire.ts';
import { directory } from '#shared/wiring/directory.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { userImportJobs } from '#shared/wiring/user-import-jobs.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  JobId: UserImportJobIdType,
}) satisfies RequestOf<StartUserImportJobRequest>;

interface Deps {
  readonly directory: Directory;
  readonly userImportJobs: UserImportJobs;
}

const startUserImportJob =
  ({ directory, userImportJobs }: Deps): Run<typeof request, Wire<StartUserImportJobResponse>, SignedCaller> =>
  async ({ UserPoolId, JobId }) => {
    const { pool } = await directory.pool(UserPoolId);
    const { job, uploadUrl } = await userImportJobs.start(pool, JobId);
    return { UserImportJob: toUserImportJob(job, uploadUrl) };
  };

export const definition = define({
  name: 'StartUserImportJob',
  caller: 'signed',
  request,
  throws: ['PreconditionNotMetException'],
  deps: () => ({ directory: directory(), userImportJobs: userImportJobs() }),
  run: startUserImportJob,
});

export const handler = operation(definition, signed);
