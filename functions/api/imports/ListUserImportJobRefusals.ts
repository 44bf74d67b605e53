/**
 * Lists the rows of an import job's file that were not imported, each with the reason. A page has at most a hundred
 * rows, in the order of the file. They are kept for 90 days.
 */

import * as v from 'valibot';
import { userImportJobRepository } from '#shared/data/imports/user-import-job-repository.ts';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { getImportJob } from '#shared/services/imports/user-import-jobs.ts';
import { fromPageToken, toPageToken } from '#shared/services/page-tokens/page-tokens.ts';
import { sealing } from '#shared/services/sealing/sealing.ts';
import { PaginationKeyType, UserImportJobIdType, UserPoolIdType } from '#shared/wire/shapes.ts';
import { toUserImportJobRefusal, type UserImportJobRefusal } from '#shared/wire/user-import-job.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  JobId: UserImportJobIdType,
  NextToken: v.optional(PaginationKeyType),
});

interface Response {
  readonly Refusals: readonly UserImportJobRefusal[];
  readonly NextToken: string | undefined;
}

export const { definition, handler } = signedOnPool({
  name: 'ListUserImportJobRefusals',
  request,
  throws: [],
  run: async ({ UserPoolId, JobId, NextToken }, { pool }): Promise<Response> => {
    const { job } = await getImportJob(pool, JobId);
    const seal = await sealing().general(pool);
    const query = ['ListUserImportJobRefusals', UserPoolId, JobId];
    const start = NextToken === undefined ? undefined : fromPageToken(seal, query, NextToken);
    const { found, next } = await userImportJobRepository().refusals(job, start);
    return { Refusals: found.map(toUserImportJobRefusal), NextToken: next && toPageToken(seal, query, next) };
  },
});
