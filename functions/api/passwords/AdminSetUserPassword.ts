/**
 * Sets a user's password: for good, or as a temporary one that the user has to change at the next sign-in.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminSetUserPassword.html
 */
import type {
  AdminSetUserPasswordRequest,
  AdminSetUserPasswordResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import { retryOnConflict } from '#shared/data/conflict.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import type { ReplacePassword } from '#shared/services/passwords/replace-password.ts';
import type { Users } from '#shared/services/users/users.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { BooleanType, PasswordType, UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';
import { directory } from '#shared/wiring/directory.ts';
import { replacePassword } from '#shared/wiring/replace-password.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { users } from '#shared/wiring/users.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Username: UsernameType,
  Password: PasswordType,
  Permanent: v.optional(BooleanType),
}) satisfies RequestOf<AdminSetUserPasswordRequest>;

interface Deps {
  readonly directory: Directory;
  readonly replacePassword: ReplacePassword;
  readonly users: Users;
}

const adminSetUserPassword =
  ({ directory, replacePassword, users }: Deps): Run<typeof request, AdminSetUserPasswordResponse, SignedCaller> =>
  async ({ UserPoolId, Username, Password, Permanent = false }) => {
    const { pool } = await directory.pool(UserPoolId);
    await retryOnConflict(async () => {
      const record = await users.get(pool, Username);
      await replacePassword({
        pool,
        record,
        password: Password,
        status: Permanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD',
      });
    });
    return {};
  };

export const definition = define({
  name: 'AdminSetUserPassword',
  caller: 'signed',
  request,
  throws: ['InvalidPasswordException', 'PasswordHistoryPolicyViolationException', 'UserNotFoundException'],
  deps: () => ({ directory: directory(), replacePassword: replacePassword(), users: users() }),
  run: adminSetUserPassword,
});

export const handler = operation(definition, signed);
