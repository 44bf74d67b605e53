/**
 * Deletes the bearer of an access token with everything that is theirs.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUser.html
 */
import type { DeleteUserRequest } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { TokenCaller } from '#shared/services/callers/access-token.ts';
import type { Removal } from '#shared/services/users/removal.ts';
import { readingAgain } from '#shared/services/users/user-changes.ts';
import type { Users } from '#shared/services/users/users.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { TokenModelType } from '#shared/wire/shapes.ts';
import { accessToken } from '#shared/wiring/access-token-callers.ts';
import { removal } from '#shared/wiring/removal.ts';
import { users } from '#shared/wiring/users.ts';

const request = v.object({
  AccessToken: TokenModelType,
}) satisfies RequestOf<DeleteUserRequest>;

interface Deps {
  readonly removal: Removal;
  readonly users: Users;
}

const deleteUser =
  ({ removal, users }: Deps): Run<typeof request, object, TokenCaller> =>
  async (_request, { caller }) => {
    await removal.remove(caller.pool, readingAgain(users, caller), caller.family);
    return {};
  };

export const definition = define({
  name: 'DeleteUser',
  caller: 'accessToken',
  request,
  throws: ['UserNotFoundException'],
  deps: () => ({ removal: removal(), users: users() }),
  run: deleteUser,
});

export const handler = operation(definition, accessToken);
