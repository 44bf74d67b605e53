/**
 * Tells which second factors a pool requires and offers, and how it uses passkeys.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserPoolMfaConfig.html
 */

import type {
  GetUserPoolMfaConfigRequest,
  GetUserPoolMfaConfigResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signed } from '#shared/operations/signed.ts';
import { getUserPool } from '#shared/services/user-pools/user-pools.ts';
import { toMfaConfig } from '#shared/wire/mfa.ts';
import { type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
}) satisfies RequestOf<GetUserPoolMfaConfigRequest>;

export const { definition, handler } = signed({
  name: 'GetUserPoolMfaConfig',
  request,
  throws: [],
  run: async ({ UserPoolId }): Promise<Wire<GetUserPoolMfaConfigResponse>> => {
    const { pool } = await getUserPool(UserPoolId);
    return toMfaConfig(pool);
  },
});
