/**
 * Sets a user's password: for good, or a temporary one that the user has to change at the next sign-in.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminSetUserPassword.html
 */

import type {
  AdminSetUserPasswordRequest,
  AdminSetUserPasswordResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { retryOnConflict } from '#shared/data/write.ts';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { assertNewPassword } from '#shared/services/passwords/passwords.ts';
import { replacePassword } from '#shared/services/passwords/replace-password.ts';
import { users } from '#shared/services/users/users.ts';
import { BooleanType, PasswordType, type RequestOf, UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Username: UsernameType,
  Password: PasswordType,
  Permanent: v.optional(BooleanType),
}) satisfies RequestOf<AdminSetUserPasswordRequest>;

export const { definition, handler } = signedOnPool({
  name: 'AdminSetUserPassword',
  request,
  throws: ['InvalidPasswordException', 'PasswordHistoryPolicyViolationException', 'UserNotFoundException'],
  run: async ({ Username, Password, Permanent = false }, { pool }): Promise<AdminSetUserPasswordResponse> => {
    await retryOnConflict(async (attempt) => {
      const record = await users().get(pool, Username);
      if (attempt === 1) await assertNewPassword({ pool }, 'PASSWORD_CHANGE', Password);
      await replacePassword({
        pool,
        record,
        password: Password,
        status: Permanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD',
      });
    });
    return {};
  },
});
