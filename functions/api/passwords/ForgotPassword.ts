/**
 * Sends the code for setting a new password, to an address that the user has verified.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ForgotPassword.html
 */

import type { ForgotPasswordRequest, ForgotPasswordResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { sendCodeExceptions } from '#shared/api/exception-lists.ts';
import { byClient } from '#shared/operations/by-client.ts';
import { statedOrigin } from '#shared/services/app-clients/client-secrets.ts';
import { sendResetCode } from '#shared/services/recovery/reset-code.ts';
import { protectedWork } from '#shared/services/risk/protected-work.ts';
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
}) satisfies RequestOf<ForgotPasswordRequest>;

export const { definition, handler } = byClient({
  name: 'ForgotPassword',
  request,
  throws: sendCodeExceptions,
  run: async (
    { SecretHash, Username, UserContextData, ClientMetadata },
    app,
    call,
  ): Promise<Wire<ForgotPasswordResponse>> => {
    const origin = statedOrigin(app.client, call, UserContextData, SecretHash);
    const asked = { app, type: 'ForgotPassword', origin, side: 'public' } as const;
    const named = { app, username: Username, side: 'public', secretHash: SecretHash } as const;
    const request = { ...named, clientMetadata: ClientMetadata };
    return { CodeDeliveryDetails: await protectedWork(asked, (noting) => sendResetCode({ ...request, noting })) };
  },
});
