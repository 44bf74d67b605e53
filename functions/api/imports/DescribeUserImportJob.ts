/**
 * Tells the progress of an import job, and how it ended.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserImportJob.html
 */

import type {
  DescribeUserImportJobRequest,
  DescribeUserImportJobResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { getImportJob } from '#shared/services/imports/user-import-jobs.ts';
import { type RequestOf, UserImportJobIdType, UserPoolIdType } from '#shared/wire/shapes.ts';
import { toUserImportJob } from '#shared/wire/user-import-job.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  JobId: UserImportJobIdType,
}) satisfies RequestOf<DescribeUserImportJobRequest>;

export const { definition, handler } = signedOnPool({
  name: 'DescribeUserImportJob',
  request,
  throws: [],
  run: async ({ JobId }, { pool }): Promise<Wire<DescribeUserImportJobResponse>> => {
    const { job, uploadUrl } = await getImportJob(pool, JobId);
    return { UserImportJob: toUserImportJob(job, uploadUrl) };
  },
});
