/**
 * Makes an import job for a CSV file, and a URL for uploading the file within fifteen minutes.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserImportJob.html
 */

import type {
  CreateUserImportJobRequest,
  CreateUserImportJobResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { createImportJob } from '#shared/services/imports/user-import-jobs.ts';
import {
  ArnType,
  PasswordHashingAlgorithmType,
  type RequestOf,
  UserImportJobNameType,
  UserPoolIdType,
} from '#shared/wire/shapes.ts';
import { toUserImportJob } from '#shared/wire/user-import-job.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  JobName: UserImportJobNameType,
  UserPoolId: UserPoolIdType,
  CloudWatchLogsRoleArn: ArnType,
  PasswordHashingAlgorithm: v.optional(PasswordHashingAlgorithmType),
}) satisfies RequestOf<CreateUserImportJobRequest>;

export const { definition, handler } = signedOnPool({
  name: 'CreateUserImportJob',
  request,
  throws: ['LimitExceededException', 'PreconditionNotMetException'],
  run: async (
    { JobName, CloudWatchLogsRoleArn, PasswordHashingAlgorithm },
    { pool },
  ): Promise<Wire<CreateUserImportJobResponse>> => {
    const { job, uploadUrl } = await createImportJob(pool, {
      name: JobName,
      format: 'csv',
      roleArn: CloudWatchLogsRoleArn,
      ...(PasswordHashingAlgorithm && { hashing: PasswordHashingAlgorithm }),
    });
    return { UserImportJob: toUserImportJob(job, uploadUrl) };
  },
});
