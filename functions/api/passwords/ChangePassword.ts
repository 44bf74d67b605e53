/**
 * Changes the password of the bearer of an access token, or sets the first one. Where the pool ends sessions at the
 * change, the bearer's own session continues.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ChangePassword.html
 */

import type { ChangePasswordRequest, ChangePasswordResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { retryOnConflict } from '#shared/data/write.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { byAccessToken } from '#shared/operations/by-access-token.ts';
import { revokedToken, type TokenCaller } from '#shared/services/callers/access-token.ts';
import { countTry } from '#shared/services/codes/codes.ts';
import { assertNewPassword, passwordMatches } from '#shared/services/passwords/passwords.ts';
import { replacePassword } from '#shared/services/passwords/replace-password.ts';
import { assertResettable } from '#shared/services/recovery/recovery-contact.ts';
import { protectedWork } from '#shared/services/risk/protected-work.ts';
import { assertNotLockedOut, passwordFailed, passwordSucceeded } from '#shared/services/sign-in/attempts.ts';
import { type UserRecord, users } from '#shared/services/users/users.ts';
import { PasswordType, type RequestOf, TokenModelType } from '#shared/wire/shapes.ts';

const request = v.object({
  PreviousPassword: v.optional(PasswordType),
  ProposedPassword: PasswordType,
  AccessToken: TokenModelType,
}) satisfies RequestOf<ChangePasswordRequest>;

const assertChangeable = ({ user }: UserRecord): void => {
  if (user.status === 'RESET_REQUIRED') {
    throw new CognitoException('PasswordResetRequiredException', 'Password reset required for the user');
  }
  assertResettable(user);
};

const assertOwner = async (caller: TokenCaller, record: UserRecord, given: string | undefined): Promise<void> => {
  if (!record.password) return;
  if (given === undefined) {
    throw new CognitoException('InvalidParameterException', 'Missing required parameter PreviousPassword');
  }
  assertNotLockedOut(caller, record);
  if (!(await passwordMatches(given, record.password))) throw await passwordFailed(caller, record);
  await passwordSucceeded(caller, record);
};

export const { definition, handler } = byAccessToken({
  name: 'ChangePassword',
  request,
  throws: [
    'InvalidPasswordException',
    'LimitExceededException',
    'PasswordHistoryPolicyViolationException',
    'PasswordResetRequiredException',
    'UserNotConfirmedException',
    'UserNotFoundException',
  ],
  run: async ({ PreviousPassword, ProposedPassword }, caller, call): Promise<ChangePasswordResponse> => {
    const { pool, userKey, user, family } = caller;
    const asked = { app: caller, type: 'PasswordChange', origin: call, side: 'public' } as const;
    await protectedWork(asked, async (noting) => {
      await countTry(pool, userKey, 'ChangePassword');
      noting?.about({ userKey, user });
      await assertNewPassword(caller, 'PASSWORD_CHANGE', ProposedPassword);
      await retryOnConflict(async () => {
        const record = await users().getByKey(pool, userKey);
        assertChangeable(record);
        await assertOwner(caller, record, PreviousPassword);
        await replacePassword({
          pool,
          record,
          password: ProposedPassword,
          status: 'CONFIRMED',
          keeps: { family, ended: revokedToken },
          besides: noting?.done(record) ?? [],
        });
      });
    });
    return {};
  },
});
