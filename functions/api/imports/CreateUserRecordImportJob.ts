/**
 * Makes an import job of a file of records, JSON Lines as exports have them, and a URL that takes the file for fifteen
 * minutes. Lines may be sealed for `PublicKey`, a JWK of the job's own: an export that is made for that key goes from
 * pool to pool without ever being in clear. Start-, Stop-, Describe- and ListUserImportJobs are for these jobs, too.
 * An operation of Gatehouse's own: its target is `Gatehouse.CreateUserRecordImportJob`.
 */
import type { UserImportJobType } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import { makeImportKey } from '#shared/services/imports/import-key.ts';
import type { UserImportJobs } from '#shared/services/imports/user-import-jobs.ts';
import type { Sealing } from '#shared/services/sealing/sealing.ts';
import { UserImportJobNameType, UserPoolIdType } from '#shared/wire/shapes.ts';
import { toUserImportJob } from '#shared/wire/user-import-job.ts';
import type { Wire } from '#shared/wire/wire.ts';
import { directory } from '#shared/wiring/directory.ts';
import { sealing } from '#shared/wiring/sealing.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { userImportJobs } from '#shared/wiring/user-import-jobs.ts';

const request = v.object({ JobName: UserImportJobNameType, UserPoolId: UserPoolIdType });

interface Deps {
  readonly directory: Directory;
  readonly sealing: Sealing;
  readonly userImportJobs: UserImportJobs;
}

interface Response {
  readonly UserImportJob: Wire<UserImportJobType>;
  readonly PublicKey: Readonly<Record<string, unknown>>;
}

const createUserRecordImportJob =
  ({ directory, sealing, userImportJobs }: Deps): Run<typeof request, Response, SignedCaller> =>
  async ({ JobName, UserPoolId }) => {
    const { pool } = await directory.pool(UserPoolId);
    const key = await makeImportKey(await sealing.general(pool));
    const { job, uploadUrl } = await userImportJobs.create(pool, { name: JobName, format: 'records', key });
    return { UserImportJob: toUserImportJob(job, uploadUrl), PublicKey: { ...key.publicKey } };
  };

export const definition = define({
  name: 'CreateUserRecordImportJob',
  caller: 'signed',
  request,
  throws: ['LimitExceededException'],
  deps: () => ({ directory: directory(), sealing: sealing(), userImportJobs: userImportJobs() }),
  run: createUserRecordImportJob,
});

export const handler = operation(definition, signed);
