/**
 * Tells which second factors a pool asks for and offers, and how it takes passkeys.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserPoolMfaConfig.html
 */
import type {
  GetUserPoolMfaConfigRequest,
  GetUserPoolMfaConfigResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { UserPools } from '#shared/services/user-pools/user-pools.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { toMfaConfig } from '#shared/wire/mfa.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { userPools } from '#shared/wiring/user-pools.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
}) satisfies RequestOf<GetUserPoolMfaConfigRequest>;

interface Deps {
  readonly userPools: UserPools;
}

const getUserPoolMfaConfig =
  ({ userPools }: Deps): Run<typeof request, Wire<GetUserPoolMfaConfigResponse>, SignedCaller> =>
  async ({ UserPoolId }) => {
    const { pool } = await userPools.get(UserPoolId);
    return toMfaConfig(pool);
  };

export const definition = define({
  name: 'GetUserPoolMfaConfig',
  caller: 'signed',
  request,
  throws: [],
  deps: () => ({ userPools: userPools() }),
  run: getUserPoolMfaConfig,
});

export const handler = operation(definition, signed);
