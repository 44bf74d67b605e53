/**
 * Gives an administrator a user: every attribute, and the state of the account.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminGetUser.html
 */

import type { AdminGetUserRequest, AdminGetUserResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { users } from '#shared/services/users/users.ts';
import { toMfaSettings } from '#shared/wire/mfa.ts';
import { type RequestOf, UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';
import { toAttributeList, toUserState } from '#shared/wire/user.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Username: UsernameType,
}) satisfies RequestOf<AdminGetUserRequest>;

export const { definition, handler } = signedOnPool({
  name: 'AdminGetUser',
  request,
  throws: ['UserNotFoundException'],
  run: async ({ Username }, { pool }): Promise<Wire<AdminGetUserResponse>> => {
    const { user } = await users().get(pool, Username);
    return {
      Username: user.username,
      UserAttributes: toAttributeList(user),
      ...toUserState(user),
      ...toMfaSettings(user),
    };
  },
});
