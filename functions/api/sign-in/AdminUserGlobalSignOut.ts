/**
 * Revokes every token of a user.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUserGlobalSignOut.html
 */

import type {
  AdminUserGlobalSignOutRequest,
  AdminUserGlobalSignOutResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { signOutEverywhere } from '#shared/services/tokens/revocation.ts';
import { users } from '#shared/services/users/users.ts';
import { type RequestOf, UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Username: UsernameType,
}) satisfies RequestOf<AdminUserGlobalSignOutRequest>;

export const { definition, handler } = signedOnPool({
  name: 'AdminUserGlobalSignOut',
  request,
  throws: ['UserNotFoundException'],
  run: async ({ Username }, { pool }): Promise<AdminUserGlobalSignOutResponse> => {
    const { userKey } = await users().get(pool, Username);
    await signOutEverywhere(pool, userKey);
    return {};
  },
});
