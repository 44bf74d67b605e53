/**
 * Sends the code that lets a user set a new password, to an address that the user has proved.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ForgotPassword.html
 */
import type { ForgotPasswordRequest, ForgotPasswordResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { sendCodeExceptions } from '#shared/api/exception-lists.ts';
import { operation } from '#shared/api/operation.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import type { SendResetCode } from '#shared/services/recovery/reset-code.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import {
  AnalyticsMetadataType,
  ClientIdType,
  ClientMetadataType,
  SecretHashType,
  UserContextDataType,
  UsernameType,
} from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';
import { directory } from '#shared/wiring/directory.ts';
import { sendResetCode } from '#shared/wiring/reset-code.ts';

const request = v.object({
  ClientId: ClientIdType,
  SecretHash: v.optional(SecretHashType),
  UserContextData: v.optional(UserContextDataType),
  Username: UsernameType,
  AnalyticsMetadata: v.optional(AnalyticsMetadataType),
  ClientMetadata: v.optional(ClientMetadataType),
}) satisfies RequestOf<ForgotPasswordRequest>;

interface Deps {
  readonly directory: Directory;
  readonly sendResetCode: SendResetCode;
}

const forgotPassword =
  ({ directory, sendResetCode }: Deps): Run<typeof request, Wire<ForgotPasswordResponse>> =>
  async ({ ClientId, SecretHash, Username, ClientMetadata }) => {
    const app = await directory.client(ClientId);
    const asked = { app, username: Username, secretHash: SecretHash, clientMetadata: ClientMetadata };
    return { CodeDeliveryDetails: await sendResetCode(asked) };
  };

export const definition = define({
  name: 'ForgotPassword',
  caller: 'client',
  request,
  throws: sendCodeExceptions,
  deps: () => ({ directory: directory(), sendResetCode: sendResetCode() }),
  run: forgotPassword,
});

export const handler = operation(definition);
