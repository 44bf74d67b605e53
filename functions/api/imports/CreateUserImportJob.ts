/**
 * Makes an import job of a CSV file, and a URL that takes the file for fifteen minutes.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserImportJob.html
 */
import type {
  CreateUserImportJobRequest,
  CreateUserImportJobResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import type { UserImportJobs } from '#shared/services/imports/user-import-jobs.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { ArnType, PasswordHashingAlgorithmType, UserImportJobNameType, UserPoolIdType } from '#shared/wire/shapes.ts';
import { toUserImportJob } from '#shared/wire/user-import-job.ts';
import type { Wire } from '#shared/wire/wire.ts';
import { directory } from '#shared/wiring/directory.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { userImportJobs } from '#shared/wiring/user-import-jobs.ts';

const request = v.object({
  JobName: UserImportJobNameType,
  UserPoolId: UserPoolIdType,
  CloudWatchLogsRoleArn: ArnType,
  PasswordHashingAlgorithm: v.optional(PasswordHashingAlgorithmType),
}) satisfies RequestOf<CreateUserImportJobRequest>;

interface Deps {
  readonly directory: Directory;
  readonly userImportJobs: UserImportJobs;
}

const createUserImportJob =
  ({ directory, userImportJobs }: Deps): Run<typeof request, Wire<CreateUserImportJobResponse>, SignedCaller> =>
  async ({ JobName, UserPoolId, CloudWatchLogsRoleArn, PasswordHashingAlgorithm }) => {
    const { pool } = await directory.pool(UserPoolId);
    const { job, uploadUrl } = await userImportJobs.create(pool, {
      name: JobName,
      format: 'csv',
      roleArn: CloudWatchLogsRoleArn,
      ...(PasswordHashingAlgorithm && { hashing: PasswordHashingAlgorithm }),
    });
    return { UserImportJob: toUserImportJob(job, uploadUrl) };
  };

export const definition = define({
  name: 'CreateUserImportJob',
  caller: 'signed',
  request,
  throws: ['LimitExceededException', 'PreconditionNotMetException'],
  deps: () => ({ directory: directory(), userImportJobs: userImportJobs() }),
  run: createUserImportJob,
});

export const handler = operation(definition, signed);
