/**
 * Disables a user: sign-ins are refused, and every token so far is revoked.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDisableUser.html
 */

import type { AdminDisableUserRequest, AdminDisableUserResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { disableUser } from '#shared/services/users/access.ts';
import { type RequestOf, UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Username: UsernameType,
}) satisfies RequestOf<AdminDisableUserRequest>;

export const { definition, handler } = signedOnPool({
  name: 'AdminDisableUser',
  request,
  throws: ['UserNotFoundException'],
  run: async ({ Username }, { pool }): Promise<AdminDisableUserResponse> => {
    await disableUser(pool, Username);
    return {};
  },
});
