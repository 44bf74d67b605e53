/**
 * Lists the import jobs of a pool, the latest first, page by page.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserImportJobs.html
 */
import type { ListUserImportJobsRequest, ListUserImportJobsResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import type { UserImportJobs } from '#shared/services/imports/user-import-jobs.ts';
import { fromPageToken, toPageToken } from '#shared/services/page-tokens/page-tokens.ts';
import type { Sealing } from '#shared/services/sealing/sealing.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { PaginationKeyType, PoolQueryLimitType, UserPoolIdType } from '#shared/wire/shapes.ts';
import { toUserImportJob } from '#shared/wire/user-import-job.ts';
import type { Wire } from '#shared/wire/wire.ts';
import { directory } from '#shared/wiring/directory.ts';
import { sealing } from '#shared/wiring/sealing.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { userImportJobs } from '#shared/wiring/user-import-jobs.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  MaxResults: PoolQueryLimitType,
  PaginationToken: v.optional(PaginationKeyType),
}) satisfies RequestOf<ListUserImportJobsRequest>;

// More are not in a page, whatever is asked for.
const mostJobs = 50;

interface Deps {
  readonly directory: Directory;
  readonly sealing: Sealing;
  readonly userImportJobs: UserImportJobs;
}

const listUserImportJobs =
  ({ directory, sealing, userImportJobs }: Deps): Run<typeof request, Wire<ListUserImportJobsResponse>, SignedCaller> =>
  async ({ UserPoolId, MaxResults, PaginationToken }) => {
    const { pool } = await directory.pool(UserPoolId);
    const seal = await sealing.general(pool);
    const query = ['ListUserImportJobs', UserPoolId];
    const start = PaginationToken === undefined ? undefined : fromPageToken(seal, query, PaginationToken);
    const { jobs, next } = await userImportJobs.list(pool, Math.min(MaxResults, mostJobs), start);
    return {
      UserImportJobs: jobs.map(({ job, uploadUrl }) => toUserImportJob(job, uploadUrl)),
      PaginationToken: next && toPageToken(seal, query, next),
    };
  };

export const definition = define({
  name: 'ListUserImportJobs',
  caller: 'signed',
  request,
  throws: [],
  deps: () => ({ directory: directory(), sealing: sealing(), userImportJobs: userImportJobs() }),
  run: listUserImportJobs,
});

export const handler = operation(definition, signed);
