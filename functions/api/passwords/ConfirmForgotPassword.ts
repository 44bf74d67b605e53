/**
 * Sets a new password by the code that ForgotPassword or AdminResetUserPassword sent.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmForgotPassword.html
 */

import type {
  ConfirmForgotPasswordRequest,
  ConfirmForgotPasswordResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { byClient } from '#shared/operations/by-client.ts';
import { statedOrigin } from '#shared/services/app-clients/client-secrets.ts';
import { resetPassword } from '#shared/services/recovery/reset-password.ts';
import type { Noting } from '#shared/services/risk/noting.ts';
import { protectedWork } from '#shared/services/risk/protected-work.ts';
import {
  AnalyticsMetadataType,
  ClientIdType,
  ClientMetadataType,
  ConfirmationCodeType,
  PasswordType,
  type RequestOf,
  SecretHashType,
  UserContextDataType,
  UsernameType,
} from '#shared/wire/shapes.ts';

const request = v.object({
  ClientId: ClientIdType,
  SecretHash: v.optional(SecretHashType),
  Username: UsernameType,
  ConfirmationCode: ConfirmationCodeType,
  Password: PasswordType,
  AnalyticsMetadata: v.optional(AnalyticsMetadataType),
  UserContextData: v.optional(UserContextDataType),
  ClientMetadata: v.optional(ClientMetadataType),
}) satisfies RequestOf<ConfirmForgotPasswordRequest>;

export const { definition, handler } = byClient({
  name: 'ConfirmForgotPassword',
  request,
  throws: [
    'CodeMismatchException',
    'ExpiredCodeException',
    'InvalidLambdaResponseException',
    'InvalidPasswordException',
    'LimitExceededException',
    'PasswordHistoryPolicyViolationException',
    'UnexpectedLambdaException',
    'UserLambdaValidationException',
    'UserNotFoundException',
  ],
  run: async (
    { SecretHash, Username, ConfirmationCode, Password, UserContextData, ClientMetadata },
    app,
    call,
  ): Promise<ConfirmForgotPasswordResponse> => {
    const origin = statedOrigin(app.client, call, UserContextData, SecretHash);
    const asked = { app, type: 'PasswordChange', origin, side: 'public' } as const;
    const reset = (noting?: Noting) =>
      resetPassword({
        app,
        username: Username,
        side: 'public',
        secretHash: SecretHash,
        code: ConfirmationCode,
        password: Password,
        clientMetadata: ClientMetadata,
        noting,
      });
    await protectedWork(asked, reset);
    return {};
  },
});
