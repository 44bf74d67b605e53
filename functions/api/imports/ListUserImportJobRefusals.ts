/**
 * Lists the rows of an import job's file that were not imported, each with the reason: a hundred at most a page, in the
 * order of the file. They are kept for 90 days.
 */
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { UserImportJobRepository } from '#shared/data/imports/user-import-job-repository.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import type { UserImportJobs } from '#shared/services/imports/user-import-jobs.ts';
import { fromPageToken, toPageToken } from '#shared/services/page-tokens/page-tokens.ts';
import type { Sealing } from '#shared/services/sealing/sealing.ts';
import { PaginationKeyType, UserImportJobIdType, UserPoolIdType } from '#shared/wire/shapes.ts';
import { toUserImportJobRefusal, type UserImportJobRefusal } from '#shared/wire/user-import-job.ts';
import { directory } from '#shared/wiring/directory.ts';
import { userImportJobRepository } from '#shared/wiring/job-stores.ts';
import { sealing } from '#shared/wiring/sealing.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { userImportJobs } from '#shared/wiring/user-import-jobs.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  JobId: UserImportJobIdType,
  NextToken: v.optional(PaginationKeyType),
});

interface Response {
  readonly Refusals: readonly UserImportJobRefusal[];
  readonly NextToken: string | undefined;
}

interface Deps {
  readonly directory: Directory;
  readonly jobs: UserImportJobRepository;
  readonly sealing: Sealing;
  readonly userImportJobs: UserImportJobs;
}

const listUserImportJobRefusals =
  ({ directory, jobs, sealing, userImportJobs }: Deps): Run<typeof request, Response, SignedCaller> =>
  async ({ UserPoolId, JobId, NextToken }) => {
    const { pool } = await directory.pool(UserPoolId);
    const { job } = await userImportJobs.get(pool, JobId);
    const seal = await sealing.general(pool);
    const query = ['ListUserImportJobRefusals', UserPoolId, JobId];
    const start = NextToken === undefined ? undefined : fromPageToken(seal, query, NextToken);
    const { found, next } = await jobs.refusals(job, start);
    return { Refusals: found.map(toUserImportJobRefusal), NextToken: next && toPageToken(seal, query, next) };
  };

export const definition = define({
  name: 'ListUserImportJobRefusals',
  caller: 'signed',
  request,
  throws: [],
  deps: () => ({
    directory: directory(),
    jobs: userImportJobRepository(),
    sealing: sealing(),
    userImportJobs: userImportJobs(),
  }),
  run: listUserImportJobRefusals,
});

export const handler = operation(definition, signed);
