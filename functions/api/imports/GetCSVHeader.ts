/**
 * Names the columns of a CSV file of the pool's users, as import jobs take it.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetCSVHeader.html
 */
import type { GetCSVHeaderRequest, GetCSVHeaderResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import { csvHeader } from '#shared/domain/imports/csv-columns.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';
import { directory } from '#shared/wiring/directory.ts';
import { signed } from '#shared/wiring/signed-callers.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
}) satisfies RequestOf<GetCSVHeaderRequest>;

interface Deps {
  readonly directory: Directory;
}

const getCsvHeader =
  ({ directory }: Deps): Run<typeof request, Wire<GetCSVHeaderResponse>, SignedCaller> =>
  async ({ UserPoolId }) => {
    const { pool } = await directory.pool(UserPoolId);
    return { UserPoolId, CSVHeader: [...csvHeader(pool)] };
  };

export const definition = define({
  name: 'GetCSVHeader',
  caller: 'signed',
  request,
  throws: [],
  deps: () => ({ directory: directory() }),
  run: getCsvHeader,
});

export const handler = operation(definition, signed);
