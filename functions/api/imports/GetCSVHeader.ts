/**
 * Names the columns of a CSV file of the pool's users, in the form for import jobs.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetCSVHeader.html
 */

import type { GetCSVHeaderRequest, GetCSVHeaderResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { csvHeader } from '#shared/domain/imports/csv-columns.ts';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
}) satisfies RequestOf<GetCSVHeaderRequest>;

export const { definition, handler } = signedOnPool({
  name: 'GetCSVHeader',
  request,
  throws: [],
  run: async ({ UserPoolId }, { pool }): Promise<Wire<GetCSVHeaderResponse>> => {
    return { UserPoolId, CSVHeader: [...csvHeader(pool)] };
  },
});
