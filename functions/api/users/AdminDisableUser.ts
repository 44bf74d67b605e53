/**
 * Shuts a user out: no sign-in, and every token so far is revoked.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDisableUser.html
 */
import type { AdminDisableUserRequest, AdminDisableUserResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import type { Access } from '#shared/services/users/access.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';
import { access } from '#shared/wiring/access.ts';
import { directory } from '#shared/wiring/directory.ts';
import { signed } from '#shared/wiring/signed-callers.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Username: UsernameType,
}) satisfies RequestOf<AdminDisableUserRequest>;

interface Deps {
  readonly access: Access;
  readonly directory: Directory;
}

const adminDisableUser =
  ({ access, directory }: Deps): Run<typeof request, AdminDisableUserResponse, SignedCaller> =>
  async ({ UserPoolId, Username }) => {
    const { pool } = await directory.pool(UserPoolId);
    await access.disable(pool, Username);
    return {};
  };

export const definition = define({
  name: 'AdminDisableUser',
  caller: 'signed',
  request,
  throws: ['UserNotFoundException'],
  deps: () => ({ access: access(), directory: directory() }),
  run: adminDisableUser,
});

export const handler = operation(definition, signed);
