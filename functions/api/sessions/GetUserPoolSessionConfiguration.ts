/**
 * Tells whether a pool tracks sessions, and how many a user may have at once.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserPoolSessionConfiguration.html
 */
import type {
  GetUserPoolSessionConfigurationRequest,
  GetUserPoolSessionConfigurationResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { UserPools } from '#shared/services/user-pools/user-pools.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { toSessionConfiguration } from '#shared/wire/session-configuration.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { userPools } from '#shared/wiring/user-pools.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
}) satisfies RequestOf<GetUserPoolSessionConfigurationRequest>;

interface Deps {
  readonly userPools: UserPools;
}

const getUserPoolSessionConfiguration =
  ({ userPools }: Deps): Run<typeof request, GetUserPoolSessionConfigurationResponse, SignedCaller> =>
  async ({ UserPoolId }) => {
    const { pool } = await userPools.get(UserPoolId);
    return toSessionConfiguration(pool);
  };

export const definition = define({
  name: 'GetUserPoolSessionConfiguration',
  caller: 'signed',
  request,
  throws: [],
  deps: () => ({ userPools: userPools() }),
  run: getUserPoolSessionConfiguration,
});

export const handler = operation(definition, signed);
