/**
 * Lets a user who was shut out sign in again; tokens of before stay revoked.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminEnableUser.html
 */
import type { AdminEnableUserRequest, AdminEnableUserResponse } from '@aws-sdk/client-cognito-identity-provider';
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
}) satisfies RequestOf<AdminEnableUserRequest>;

interface Deps {
  readonly access: Access;
  readonly directory: Directory;
}

const adminEnableUser =
  ({ access, directory }: Deps): Run<typeof request, AdminEnableUserResponse, SignedCaller> =>
  async ({ UserPoolId, Username }) => {
    const { pool } = await directory.pool(UserPoolId);
    await access.enable(pool, Username);
    return {};
  };

export const definition = define({
  name: 'AdminEnableUser',
  caller: 'signed',
  request,
  throws: ['UserNotFoundException'],
  deps: () => ({ access: access(), directory: directory() }),
  run: adminEnableUser,
});

export const handler = operation(definition, signed);
