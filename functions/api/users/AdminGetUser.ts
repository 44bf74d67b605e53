/**
 * Gives an administrator a user: every attribute, and the state of the account.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminGetUser.html
 */
import type { AdminGetUserRequest, AdminGetUserResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import type { Users } from '#shared/services/users/users.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { toMfaSettings } from '#shared/wire/mfa.ts';
import { UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';
import { toAttributeList, toUserState } from '#shared/wire/user.ts';
import type { Wire } from '#shared/wire/wire.ts';
import { directory } from '#shared/wiring/directory.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { users } from '#shared/wiring/users.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Username: UsernameType,
}) satisfies RequestOf<AdminGetUserRequest>;

interface Deps {
  readonly directory: Directory;
  readonly users: Users;
}

const adminGetUser =
  ({ directory, users }: Deps): Run<typeof request, Wire<AdminGetUserResponse>, SignedCaller> =>
  async ({ UserPoolId, Username }) => {
    const { pool } = await directory.pool(UserPoolId);
    const { user } = await users.get(pool, Username);
    return {
      Username: user.username,
      UserAttributes: toAttributeList(user),
      ...toUserState(user),
      ...toMfaSettings(user),
    };
  };

export const definition = define({
  name: 'AdminGetUser',
  caller: 'signed',
  request,
  throws: ['UserNotFoundException'],
  deps: () => ({ directory: directory(), users: users() }),
  run: adminGetUser,
});

export const handler = operation(definition, signed);
