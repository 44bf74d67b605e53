/**
 * Changes the password of the bearer of an access token, or sets the first one. Where the pool ends sessions at the
 * change, the bearer's own session continues.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ChangePassword.html
 */

import type { ChangePasswordRequest, ChangePasswordResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { byAccessToken } from '#shared/operations/by-access-token.ts';
import { changePassword } from '#shared/services/account/change-password.ts';
import { revokedToken } from '#shared/services/callers/access-token.ts';
import { PasswordType, type RequestOf, TokenModelType } from '#shared/wire/shapes.ts';

const request = v.object({
  PreviousPassword: v.optional(PasswordType),
  ProposedPassword: PasswordType,
  AccessToken: TokenModelType,
}) satisfies RequestOf<ChangePasswordRequest>;

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
    await changePassword(caller, {
      previous: PreviousPassword,
      proposed: ProposedPassword,
      origin: call,
      keeps: { family: caller.family, ended: revokedToken },
    });
    return {};
  },
});
