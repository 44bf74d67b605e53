/**
 * Lists the import jobs of a pool, the latest first, page by page.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserImportJobs.html
 */

import type { ListUserImportJobsRequest, ListUserImportJobsResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { listImportJobs } from '#shared/services/imports/user-import-jobs.ts';
import { fromPageToken, toPageToken } from '#shared/services/page-tokens/page-tokens.ts';
import { sealing } from '#shared/services/sealing/sealing.ts';
import { PaginationKeyType, PoolQueryLimitType, type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';
import { toUserImportJob } from '#shared/wire/user-import-job.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  MaxResults: PoolQueryLimitType,
  PaginationToken: v.optional(PaginationKeyType),
}) satisfies RequestOf<ListUserImportJobsRequest>;

// A page never has more, whatever is asked for.
const mostJobs = 50;

export const { definition, handler } = signedOnPool({
  name: 'ListUserImportJobs',
  request,
  throws: [],
  run: async ({ UserPoolId, MaxResults, PaginationToken }, { pool }): Promise<Wire<ListUserImportJobsResponse>> => {
    const seal = await sealing().general(pool);
    const query = ['ListUserImportJobs', UserPoolId];
    const start = PaginationToken === undefined ? undefined : fromPageToken(seal, query, PaginationToken);
    const { jobs, next } = await listImportJobs(pool, Math.min(MaxResults, mostJobs), start);
    return {
      UserImportJobs: jobs.map(({ job, uploadUrl }) => toUserImportJob(job, uploadUrl)),
      PaginationToken: next && toPageToken(seal, query, next),
    };
  },
});
