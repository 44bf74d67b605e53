/**
 * Has a worker import the uploaded file of an import job. A job whose worker died continues where it stopped.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_StartUserImportJob.html
 */

import type { StartUserImportJobRequest, StartUserImportJobResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { startImportJob } from '#shared/services/imports/user-import-jobs.ts';
import { type RequestOf, UserImportJobIdType, UserPoolIdType } from '#shared/wire/shapes.ts';
import { toUserImportJob } from '#shared/wire/user-import-job.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  JobId: UserImportJobIdType,
}) satisfies RequestOf<StartUserImportJobRequest>;

export const { definition, handler } = signedOnPool({
  name: 'StartUserImportJob',
  request,
  throws: ['PreconditionNotMetException'],
  run: async ({ JobId }, { pool }): Promise<Wire<StartUserImportJobResponse>> => {
    const { job, uploadUrl } = await startImportJob(pool, JobId);
    return { UserImportJob: toUserImportJob(job, uploadUrl) };
  },
});
