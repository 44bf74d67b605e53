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
import { hidesUserExistence } from '#shared/domain/app-clients/app-client.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { byClient } from '#shared/operations/by-client.ts';
import { codeContacts, deliverCode } from '#shared/services/codes/code-delivery.ts';
import { pretendDelivery } from '#shared/services/recovery/pretend-delivery.ts';
import { findRecipient } from '#shared/services/recovery/recipients.ts';
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

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

export const { definition, handler } = byClient({
  name: 'ResendConfirmationCode',
  request,
  throws: sendCodeExceptions,
  run: async ({ SecretHash, Username, ClientMetadata }, app): Promise<Wire<ResendConfirmationCodeResponse>> => {
    const { pool } = app;
    const named = { app, username: Username, secretHash: SecretHash, action: 'ResendConfirmationCode' } as const;
    const record = await findRecipient(named);
    const choices = codeContacts(pool);
    if (choices.length === 0) throw invalid('Cannot resend codes. Auto verification not turned on.');
    const { user, userKey } = record;
    const to =
      user?.status === 'UNCONFIRMED'
        ? choices.find((attribute) => user.attributes[attribute] !== undefined)
        : undefined;
    if (!user || (!to && hidesUserExistence(app.client))) {
      const decoy = { pool, username: Username, record, purpose: 'SIGN_UP', choices } as const;
      return { CodeDeliveryDetails: await pretendDelivery(decoy) };
    }
    if (user.status !== 'UNCONFIRMED') throw invalid('User is already confirmed.');
    if (!to) throw invalid('User has no attribute that a code could be sent to.');
    const CodeDeliveryDetails = await deliverCode({
      pool,
      clientId: app.client.id,
      clientMetadata: ClientMetadata,
      userKey,
      user,
      purpose: 'SIGN_UP',
      source: 'CustomMessage_ResendCode',
      to,
      counted: hidesUserExistence(app.client) ? 'unseen' : 'tried',
    });
    return { CodeDeliveryDetails };
  },
});
