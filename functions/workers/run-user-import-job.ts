/**
 * Imports the uploaded file of an import job. StartUserImportJob starts it. Payload: `userPoolId` and `jobId`; without
 * them, every interrupted job. `portionRows` is the number of rows after which it notes its progress. Near the end of
 * its time, or after `portions` portions, another call of it continues.
 */
import * as v from 'valibot';
import { longWork } from '#shared/api/long-work.ts';
import { worker } from '#shared/api/worker.ts';
import { workers } from '#shared/gateways/workers.ts';
import { userImportRun } from '#shared/services/imports/user-import-run.ts';
import { integer, UserImportJobIdType, UserPoolIdType } from '#shared/wire/shapes.ts';

// Enough for a portion of rows with a slow store, and for handing on.
const handOnMs = 60_000;

const payload = v.strictObject({
  userPoolId: v.optional(UserPoolIdType),
  jobId: v.optional(UserImportJobIdType),
  portionRows: v.optional(integer({ min: 1, max: 1000 }), 250),
  portions: v.optional(integer({ min: 1 })),
});

export const handler = worker({
  name: 'RunUserImportJob',
  payload,
  run: longWork({
    handOnMs,
    jobs: async ({ userPoolId, jobId }: v.InferOutput<typeof payload>) =>
      userPoolId !== undefined && jobId !== undefined
        ? [{ poolId: userPoolId, id: jobId }]
        : userImportRun().unfinished(),
    work: (job, isLate, limits) => userImportRun().run(job, { ...limits, isLate }),
    handOn: ({ poolId: userPoolId, id: jobId }, limits) =>
      workers().start('RunUserImportJob', { ...limits, userPoolId, jobId }),
  }),
});
