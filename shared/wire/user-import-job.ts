import type { UserImportJobType } from '@aws-sdk/client-cognito-identity-provider';
import type { RefusedRow, UserImportJob } from '#shared/domain/imports/user-import-job.ts';
import { toEpochSeconds, type Wire } from './wire.ts';

/** An import job, as the API describes it. */
export const toUserImportJob = (job: UserImportJob, uploadUrl: string | undefined): Wire<UserImportJobType> => ({
  JobName: job.name,
  JobId: job.id,
  UserPoolId: job.poolId,
  PreSignedUrl: uploadUrl,
  CreationDate: toEpochSeconds(job.createdAt),
  StartDate: job.startedAt === undefined ? undefined : toEpochSeconds(job.startedAt),
  CompletionDate: job.completedAt === undefined ? undefined : toEpochSeconds(job.completedAt),
  Status: job.status,
  CloudWatchLogsRoleArn: job.roleArn,
  ImportedUsers: job.imported,
  SkippedUsers: job.skipped,
  FailedUsers: job.failed,
  CompletionMessage: job.message,
  PasswordHashingAlgorithm: job.hashing,
});

/** A row that was not imported, as our own operation describes it. */
export interface UserImportJobRefusal {
  readonly Row: number;
  readonly Username: string | undefined;
  readonly Outcome: 'SKIPPED' | 'FAILED';
  readonly Reason: string;
}

export const toUserImportJobRefusal = ({ row, username, outcome, reason }: RefusedRow): UserImportJobRefusal => ({
  Row: row,
  Username: username,
  Outcome: outcome === 'skipped' ? 'SKIPPED' : 'FAILED',
  Reason: reason,
});
