/**
 * Enables a disabled user to sign in again. Earlier tokens stay revoked.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminEnableUser.html
 */

import type { AdminEnableUserRequest, AdminEnableUserResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { enableUser } from '#shared/services/users/access.ts';
import { type RequestOf, UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Username: UsernameType,
}) satisfies RequestOf<AdminEnableUserRequest>;

export const { definition, handler } = signedOnPool({
  name: 'AdminEnableUser',
  request,
  throws: ['UserNotFoundException'],
  run: async ({ Username }, { pool }): Promise<AdminEnableUserResponse> => {
    await enableUser(pool, Username);
    return {};
  },
});
