/**
 * Sends a new confirmation code to a user who signed up.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ResendConfirmationCode.html
 */

import type {
  ResendConfirmationCodeRequest,
  ResendConfirmationCodeResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { sendCodeExceptions } from '#shared/api/exception-lists.ts';
import { byClient } from '#shared/operations/by-client.ts';
import { resendCode } from '#shared/services/sign-up/resend-code.ts';
import {
  AnalyticsMetadataType,
  ClientIdType,
  ClientMetadataType,
  type RequestOf,
  SecretHashType,
  UserContextDataType,
  UsernameType,
} from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  ClientId: ClientIdType,
  SecretHash: v.optional(SecretHashType),
  UserContextData: v.optional(UserContextDataType),
  Username: UsernameType,
  AnalyticsMetadata: v.optional(AnalyticsMetadataType),
  ClientMetadata: v.optional(ClientMetadataType),
}) satisfies RequestOf<ResendConfirmationCodeRequest>;

export const { definition, handler } = byClient({
  name: 'ResendConfirmationCode',
  request,
  throws: sendCodeExceptions,
  run: async ({ SecretHash, Username, ClientMetadata }, app): Promise<Wire<ResendConfirmationCodeResponse>> => {
    const named = { app, username: Username, side: 'public', secretHash: SecretHash } as const;
    return { CodeDeliveryDetails: await resendCode({ ...named, clientMetadata: ClientMetadata }) };
  },
});
