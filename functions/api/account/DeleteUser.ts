/**
 * Deletes the bearer of an access token, with everything that belongs to the user.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUser.html
 */

import type { DeleteUserRequest } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { byAccessToken } from '#shared/operations/by-access-token.ts';
import { removeUser } from '#shared/services/users/removal.ts';
import { readingAgain } from '#shared/services/users/user-changes.ts';
import { users } from '#shared/services/users/users.ts';
import { type RequestOf, TokenModelType } from '#shared/wire/shapes.ts';

const request = v.object({
  AccessToken: TokenModelType,
}) satisfies RequestOf<DeleteUserRequest>;

export const { definition, handler } = byAccessToken({
  name: 'DeleteUser',
  request,
  throws: ['UserNotFoundException'],
  run: async (_request, caller) => {
    await removeUser(caller.pool, readingAgain(users(), caller), caller.family);
    return {};
  },
});
