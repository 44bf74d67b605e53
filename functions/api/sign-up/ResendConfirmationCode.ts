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
import { define, type Run } from '#shared/api/definition.ts';
import { sendCodeExceptions } from '#shared/api/exception-lists.ts';
import { operation } from '#shared/api/operation.ts';
import { hidesUserExistence } from '#shared/domain/app-clients/settings.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { DeliverCode } from '#shared/services/codes/code-delivery.ts';
import type { Recipients } from '#shared/services/codes/recipients.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import type { PretendDelivery } from '#shared/services/recovery/pretend-delivery.ts';
import { codeContacts } from '#shared/services/sign-up/code-contact.ts';
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
import { deliverCode } from '#shared/wiring/code-delivery.ts';
import { pretendDelivery } from '#shared/wiring/decoys.ts';
import { directory } from '#shared/wiring/directory.ts';
import { recipients } from '#shared/wiring/recipients.ts';

const request = v.object({
  ClientId: ClientIdType,
  SecretHash: v.optional(SecretHashType),
  UserContextData: v.optional(UserContextDataType),
  Username: UsernameType,
  AnalyticsMetadata: v.optional(AnalyticsMetadataType),
  ClientMetadata: v.optional(ClientMetadataType),
}) satisfies RequestOf<ResendConfirmationCodeRequest>;

interface Deps {
  readonly deliverCode: DeliverCode;
  readonly directory: Directory;
  readonly pretendDelivery: PretendDelivery;
  readonly recipients: Recipients;
}

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

const resendConfirmationCode =
  (deps: Deps): Run<typeof request, Wire<ResendConfirmationCodeResponse>> =>
  async ({ ClientId, SecretHash, Username, ClientMetadata }) => {
    const { deliverCode, directory, pretendDelivery, recipients } = deps;
    const app = await directory.client(ClientId);
    const { pool } = app;
    const named = { app, username: Username, secretHash: SecretHash, action: 'ResendConfirmationCode' } as const;
    const record = await recipients.find(named);
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
  };

export const definition = define({
  name: 'ResendConfirmationCode',
  caller: 'client',
  request,
  throws: sendCodeExceptions,
  deps: () => ({
    deliverCode: deliverCode(),
    directory: directory(),
    pretendDelivery: pretendDelivery(),
    recipients: recipients(),
  }),
  run: resendConfirmationCode,
});

export const handler = operation(definition);
