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
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import type { ResetPassword } from '#shared/services/recovery/reset-password.ts';
import type { Triggers } from '#shared/services/triggers/triggers.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import {
  AnalyticsMetadataType,
  ClientIdType,
  ClientMetadataType,
  ConfirmationCodeType,
  PasswordType,
  SecretHashType,
  UserContextDataType,
  UsernameType,
} from '#shared/wire/shapes.ts';
import { directory } from '#shared/wiring/directory.ts';
import { resetPassword } from '#shared/wiring/reset-password.ts';
import { triggers } from '#shared/wiring/triggers.ts';

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

interface Deps {
  readonly directory: Directory;
  readonly resetPassword: ResetPassword;
  readonly triggers: Triggers;
}

const confirmForgotPassword =
  ({ directory, resetPassword, triggers }: Deps): Run<typeof request, ConfirmForgotPasswordResponse> =>
  async ({ ClientId, SecretHash, Username, ConfirmationCode, Password, ClientMetadata }) => {
    const app = await directory.client(ClientId);
    const user = await resetPassword({
      app,
      username: Username,
      secretHash: SecretHash,
      code: ConfirmationCode,
      password: Password,
    });
    const occasion = { pool: app.pool, clientId: app.client.id, clientMetadata: ClientMetadata };
    await triggers.postConfirmation({ ...occasion, source: 'PostConfirmation_ConfirmForgotPassword', user });
    return {};
  };

export const definition = define({
  name: 'ConfirmForgotPassword',
  caller: 'client',
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
  deps: () => ({ directory: directory(), resetPassword: resetPassword(), triggers: triggers() }),
  run: confirmForgotPassword,
});

export const handler = operation(definition);
