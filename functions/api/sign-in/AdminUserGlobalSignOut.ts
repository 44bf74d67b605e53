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
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import type { Revocation } from '#shared/services/tokens/revocation.ts';
import type { Users } from '#shared/services/users/users.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';
import { directory } from '#shared/wiring/directory.ts';
import { revocation } from '#shared/wiring/revocation.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { users } from '#shared/wiring/users.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Username: UsernameType,
}) satisfies RequestOf<AdminUserGlobalSignOutRequest>;

interface Deps {
  readonly directory: Directory;
  readonly revocation: Revocation;
  readonly users: Users;
}

const adminUserGlobalSignOut =
  ({ directory, revocation, users }: Deps): Run<typeof request, AdminUserGlobalSignOutResponse, SignedCaller> =>
  async ({ UserPoolId, Username }) => {
    const { pool } = await directory.pool(UserPoolId);
    const { userKey } = await users.get(pool, Username);
    await revocation.signOut(pool, userKey);
    return {};
  };

export const definition = define({
  name: 'AdminUserGlobalSignOut',
  caller: 'signed',
  request,
  throws: ['UserNotFoundException'],
  deps: () => ({ directory: directory(), revocation: revocation(), users: users() }),
  run: adminUserGlobalSignOut,
});

export const handler = operation(definition, signed);
