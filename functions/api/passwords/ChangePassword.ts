/**
 * Changes the password of the bearer of an access token, or sets the first one. Where the pool has that end sessions, the
 * bearer's own goes on.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ChangePassword.html
 */
import type { ChangePasswordRequest, ChangePasswordResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import { retryOnConflict } from '#shared/data/conflict.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { revokedToken, type TokenCaller } from '#shared/services/callers/access-token.ts';
import type { Codes } from '#shared/services/codes/codes.ts';
import type { Passwords } from '#shared/services/passwords/passwords.ts';
import type { ReplacePassword } from '#shared/services/passwords/replace-password.ts';
import { assertResettable } from '#shared/services/recovery/recovery-contact.ts';
import type { Attempts } from '#shared/services/sign-in/attempts.ts';
import type { UserRecord, Users } from '#shared/services/users/users.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { PasswordType, TokenModelType } from '#shared/wire/shapes.ts';
import { accessToken } from '#shared/wiring/access-token-callers.ts';
import { attempts } from '#shared/wiring/attempts.ts';
import { codes } from '#shared/wiring/codes.ts';
import { passwords } from '#shared/wiring/passwords.ts';
import { replacePassword } from '#shared/wiring/replace-password.ts';
import { users } from '#shared/wiring/users.ts';

const request = v.object({
  PreviousPassword: v.optional(PasswordType),
  ProposedPassword: PasswordType,
  AccessToken: TokenModelType,
}) satisfies RequestOf<ChangePasswordRequest>;

interface Deps {
  readonly attempts: Attempts;
  readonly codes: Codes;
  readonly passwords: Passwords;
  readonly replacePassword: ReplacePassword;
  readonly users: Users;
}

const assertChangeable = ({ user }: UserRecord): void => {
  if (user.status === 'RESET_REQUIRED') {
    throw new CognitoException('PasswordResetRequiredException', 'Password reset required for the user');
  }
  assertResettable(user);
};

const changePassword = (deps: Deps): Run<typeof request, ChangePasswordResponse, TokenCaller> => {
  const { attempts, codes, passwords, replacePassword, users } = deps;

  const assertOwner = async (caller: TokenCaller, record: UserRecord, given: string | undefined): Promise<void> => {
    if (!record.password) return;
    if (given === undefined) {
      throw new CognitoException('InvalidParameterException', 'Missing required parameter PreviousPassword');
    }
    attempts.assertNotLockedOut(caller, record);
    if (!(await passwords.matches(given, record.password))) throw await attempts.failed(caller, record);
    await attempts.succeeded(caller, record);
  };

  return async ({ PreviousPassword, ProposedPassword }, { caller }) => {
    const { pool, userKey, family } = caller;
    await codes.countTry(pool, userKey, 'ChangePassword');
    passwords.assertPolicy(pool, ProposedPassword);
    await retryOnConflict(async () => {
      const record = await users.getByKey(pool, userKey);
      assertChangeable(record);
      await assertOwner(caller, record, PreviousPassword);
      await replacePassword({
        pool,
        record,
        password: ProposedPassword,
        status: 'CONFIRMED',
        keeps: { family, ended: revokedToken },
      });
    });
    return {};
  };
};

export const definition = define({
  name: 'ChangePassword',
  caller: 'accessToken',
  request,
  throws: [
    'InvalidPasswordException',
    'LimitExceededException',
    'PasswordHistoryPolicyViolationException',
    'PasswordResetRequiredException',
    'UserNotConfirmedException',
    'UserNotFoundException',
  ],
  deps: () => ({
    attempts: attempts(),
    codes: codes(),
    passwords: passwords(),
    replacePassword: replacePassword(),
    users: users(),
  }),
  run: changePassword,
});

export const handler = operation(definition, accessToken);
