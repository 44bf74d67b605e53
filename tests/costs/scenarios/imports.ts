import {
  CreateUserImportJobCommand,
  DescribeUserImportJobCommand,
  GetCSVHeaderCommand,
  ListUserImportJobsCommand,
  StartUserImportJobCommand,
  StopUserImportJobCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { logger } from '#shared/observability/powertools.ts';
import { userImportRun } from '#shared/services/imports/user-import-run.ts';
import { makeImportJob, makeImportPool, pendingJob, roleArn, uploadedJob } from '#tests/support/imports.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { reachTable } from '#tests/support/raw-users.ts';
import type { Scenario } from '../scenario.ts';
import { admin, once } from '../subjects.ts';

const importPool = once(() => makeImportPool());

// It refuses its one row.
const file = 'cognito:username,email,email_verified\nada,ada@example.com,false\n';

const ended = once(async () => {
  reachTable();
  const pool = await importPool();
  const job = await pendingJob(pool, file);
  // Workers stay idle here.
  logger.setLogLevel('SILENT');
  await userImportRun().run(job, { portionRows: 250, isLate: () => false });
  return { UserPoolId: pool.poolId, JobId: job.id };
});

export const imports: readonly Scenario[] = [
  {
    operation: 'GetCSVHeader',
    prepare: async () => {
      const { poolId: UserPoolId } = await importPool();
      return () => admin.send(new GetCSVHeaderCommand({ UserPoolId }));
    },
  },
  {
    operation: 'CreateUserImportJob',
    prepare: async () => {
      const { poolId: UserPoolId } = await importPool();
      const job = { UserPoolId, JobName: 'test', CloudWatchLogsRoleArn: roleArn };
      return () => admin.send(new CreateUserImportJobCommand(job));
    },
  },
  {
    operation: 'StartUserImportJob',
    prepare: async () => {
      const pool = await makeImportPool();
      const { JobId } = await uploadedJob(pool, file);
      return () => admin.send(new StartUserImportJobCommand({ UserPoolId: pool.poolId, JobId }));
    },
  },
  {
    operation: 'StopUserImportJob',
    prepare: async () => {
      reachTable();
      const pool = await makeImportPool();
      const { id: JobId } = await pendingJob(pool, file);
      return () => admin.send(new StopUserImportJobCommand({ UserPoolId: pool.poolId, JobId }));
    },
  },
  {
    operation: 'DescribeUserImportJob',
    prepare: async () => {
      const pool = await importPool();
      const { JobId } = await makeImportJob(pool);
      return () => admin.send(new DescribeUserImportJobCommand({ UserPoolId: pool.poolId, JobId }));
    },
  },
  {
    operation: 'ListUserImportJobs',
    prepare: async () => {
      const { UserPoolId } = await ended();
      return () => admin.send(new ListUserImportJobsCommand({ UserPoolId, MaxResults: 10 }));
    },
  },
  {
    operation: 'ListUserImportJobRefusals',
    prepare: async () => {
      const job = await ended();
      return () => callOwn('ListUserImportJobRefusals', job);
    },
  },
];
