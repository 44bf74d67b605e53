/**
 * Makes an import job for a file of records, which are JSON Lines as in exports, and a URL for uploading the file
 * within fifteen minutes. Lines may be sealed for `PublicKey`, a JWK of the job's own. So an export that is made for
 * that key goes from pool to pool without ever being in clear. Start-, Stop-, Describe- and ListUserImportJobs work
 * with these jobs, too. An operation of Gatehouse's own: its target is `Gatehouse.CreateUserRecordImportJob`.
 */

import type { UserImportJobType } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { makeImportKey } from '#shared/services/imports/import-key.ts';
import { createImportJob } from '#shared/services/imports/user-import-jobs.ts';
import { sealing } from '#shared/services/sealing/sealing.ts';
import { UserImportJobNameType, UserPoolIdType } from '#shared/wire/shapes.ts';
import { toUserImportJob } from '#shared/wire/user-import-job.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({ JobName: UserImportJobNameType, UserPoolId: UserPoolIdType });

interface Response {
  readonly UserImportJob: Wire<UserImportJobType>;
  readonly PublicKey: Readonly<Record<string, unknown>>;
}

export const { definition, handler } = signedOnPool({
  name: 'CreateUserRecordImportJob',
  request,
  throws: ['LimitExceededException'],
  run: async ({ JobName }, { pool }): Promise<Response> => {
    const key = await makeImportKey(await sealing().general(pool));
    const { job, uploadUrl } = await createImportJob(pool, { name: JobName, format: 'records', key });
    return { UserImportJob: toUserImportJob(job, uploadUrl), PublicKey: { ...key.publicKey } };
  },
});
