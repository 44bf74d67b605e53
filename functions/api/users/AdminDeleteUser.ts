/**
 * Deletes a user with everything that is theirs.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDeleteUser.html
 */
import type { AdminDeleteUserRequest } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import type { Removal } from '#shared/services/users/removal.ts';
import type { Users } from '#shared/services/users/users.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';
import { directory } from '#shared/wiring/directory.ts';
import { removal } from '#shared/wiring/removal.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { users } from '#shared/wiring/users.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Username: UsernameType,
}) satisfies RequestOf<AdminDeleteUserRequest>;

interface Deps {
  readonly directory: Directory;
  readonly removal: Removal;
  readonly users: Users;
}

const adminDeleteUser =
  ({ directory, removal, users }: Deps): Run<typeof request, object, SignedCaller> =>
  async ({ UserPoolId, Username }) => {
    const { pool } = await directory.pool(UserPoolId);
    await removal.remove(pool, () => users.get(pool, Username));
    return {};
  };

export const definition = define({
  name: 'AdminDeleteUser',
  caller: 'signed',
  request,
  throws: ['UserNotFoundException'],
  deps: () => ({ directory: directory(), removal: removal(), users: users() }),
  run: adminDeleteUser,
});

export const handler = operation(definition, signed);
