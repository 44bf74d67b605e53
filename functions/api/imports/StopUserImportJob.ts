/**
 * Stops an import job after the present rows. What was imported stays.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_StopUserImportJob.html
 */

import type { StopUserImportJobRequest, StopUserImportJobResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { stopImportJob } from '#shared/services/imports/user-import-jobs.ts';
import { type RequestOf, UserImportJobIdType, UserPoolIdType } from '#shared/wire/shapes.ts';
import { toUserImportJob } from '#shared/wire/user-import-job.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  JobId: UserImportJobIdType,
}) satisfies RequestOf<StopUserImportJobRequest>;

export const { definition, handler } = signedOnPool({
  name: 'StopUserImportJob',
  request,
  throws: ['PreconditionNotMetException'],
  run: async ({ JobId }, { pool }): Promise<Wire<StopUserImportJobResponse>> => {
    const { job, uploadUrl } = await stopImportJob(pool, JobId);
    return { UserImportJob: toUserImportJob(job, uploadUrl) };
  },
});
