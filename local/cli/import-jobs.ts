import * as v from 'valibot';
import { type Api, everyItem } from './api.ts';
import { UsageError } from './failures.ts';
import { watch } from './interruption.ts';
import type { Output } from './output.ts';

const Job = v.object({
  JobId: v.string(),
  JobName: v.string(),
  UserPoolId: v.string(),
  Status: v.string(),
  PreSignedUrl: v.optional(v.string()),
  ImportedUsers: v.optional(v.number(), 0),
  SkippedUsers: v.optional(v.number(), 0),
  FailedUsers: v.optional(v.number(), 0),
  CreationDate: v.optional(v.number()),
  CompletionMessage: v.optional(v.string()),
});
const OneJob = v.object({ UserImportJob: Job });
const Jobs = v.object({
  UserImportJobs: v.optional(v.array(Job), []),
  PaginationToken: v.optional(v.string()),
});
const RecordJob = v.object({ UserImportJob: Job, PublicKey: v.record(v.string(), v.unknown()) });
const Refusals = v.object({
  Refusals: v.array(
    v.object({ Row: v.number(), Username: v.optional(v.string()), Outcome: v.string(), Reason: v.string() }),
  ),
  NextToken: v.optional(v.string()),
});

export type ImportJob = v.InferOutput<typeof Job>;
export type RefusedRow = v.InferOutput<typeof Refusals>['Refusals'][number];

interface JobId {
  readonly UserPoolId: string;
  readonly JobId: string;
}

// For logs that nobody writes here, as the API requires a role.
const unusedRole = 'arn:aws:iam::000000000000:role/gatehouse-cli';

/** Makes a job for a CSV file. */
export const createCsvJob = async (
  api: Api,
  UserPoolId: string,
  JobName: string,
  PasswordHashingAlgorithm: string | undefined,
): Promise<ImportJob> => {
  const request = { UserPoolId, JobName, CloudWatchLogsRoleArn: unusedRole, PasswordHashingAlgorithm };
  return (await api.cognito('CreateUserImportJob', request, OneJob)).UserImportJob;
};

/** Makes a job for JSON Lines of users, and the key that they have to be sealed to. */
export const createRecordJob = async (
  api: Api,
  UserPoolId: string,
  JobName: string,
): Promise<{ readonly job: ImportJob; readonly publicKey: Readonly<Record<string, unknown>> }> => {
  const answer = await api.own('CreateUserRecordImportJob', { UserPoolId, JobName }, RecordJob);
  return { job: answer.UserImportJob, publicKey: answer.PublicKey };
};

/** Starts a job whose file has been uploaded. */
export const startJob = async (api: Api, id: JobId): Promise<ImportJob> =>
  (await api.cognito('StartUserImportJob', id, OneJob)).UserImportJob;

/** Stops a job. What it has imported stays. */
export const stopJob = async (api: Api, id: JobId): Promise<ImportJob> =>
  (await api.cognito('StopUserImportJob', id, OneJob)).UserImportJob;

export const describeJob = async (api: Api, id: JobId): Promise<ImportJob> =>
  (await api.cognito('DescribeUserImportJob', id, OneJob)).UserImportJob;

/** Every job of a pool, the latest first. */
export const listJobs = (api: Api, UserPoolId: string): AsyncGenerator<ImportJob> =>
  everyItem(
    async (PaginationToken) => {
      const request = { UserPoolId, MaxResults: 60, PaginationToken };
      const page = await api.cognito('ListUserImportJobs', request, Jobs);
      return { ...page, NextToken: page.PaginationToken };
    },
    ({ UserImportJobs }) => UserImportJobs,
  );

/** Every row that a job did not import. */
export const listRefusals = (api: Api, id: JobId): AsyncGenerator<RefusedRow> =>
  everyItem(
    (NextToken) => api.own('ListUserImportJobRefusals', { ...id, NextToken }, Refusals),
    (page) => page.Refusals,
  );

const endings: ReadonlySet<string> = new Set(['Succeeded', 'Failed', 'Stopped', 'Expired']);

/**
 * Watches a job to its end. Throws Interruption at Ctrl-C, which ends only the watching, and UsageError for a job that
 * nobody has started.
 */
export const followJob = async (api: Api, out: Output, id: JobId, rows?: number): Promise<ImportJob> => {
  const job = `${id.UserPoolId} ${id.JobId}`;
  const bar = out.progress('Importing', 'users');
  try {
    return await watch({
      ask: async () => {
        const state = await describeJob(api, id);
        if (state.Status === 'Created') {
          throw new UsageError(
            `${id.JobId} is not at work: nobody has started it. Start it: gatehouse-pools import start ${job}`,
          );
        }
        const done = state.ImportedUsers + state.SkippedUsers + state.FailedUsers;
        bar.update(done, Math.max(done, rows ?? done));
        return state;
      },
      isOver: ({ Status }) => endings.has(Status),
      howToGoOn: `The import goes on. Follow it: gatehouse-pools import follow ${job}. Stop it: gatehouse-pools import stop ${job}`,
    });
  } finally {
    bar.stop();
  }
};
