/**
 * Deletes a user, with everything that belongs to the user.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDeleteUser.html
 */

import type { AdminDeleteUserRequest } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { removeUser } from '#shared/services/users/removal.ts';
import { users } from '#shared/services/users/users.ts';
import { type RequestOf, UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Username: UsernameType,
}) satisfies RequestOf<AdminDeleteUserRequest>;

export const { definition, handler } = signedOnPool({
  name: 'AdminDeleteUser',
  request,
  throws: ['UserNotFoundException'],
  run: async ({ Username }, { pool }) => {
    await removeUser(pool, () => users().get(pool, Username));
    return {};
  },
});
