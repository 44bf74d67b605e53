/**
 * Sends a message of a pool with made-up values to `Destination`, an e-mail address or a phone number, so that somebody can
 * look at it. It counts as every message does. An operation of Gatehouse's own: its target is `Gatehouse.SendTestMessage`.
 */

import * as v from 'valibot';
import { isEmail, isPhoneNumber } from '#shared/domain/users/attributes.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { languages } from '#shared/pages/texts/texts.ts';
import { sendTest } from '#shared/services/message-settings/previews.ts';
import { MessageKindType } from '#shared/wire/messages.ts';
import { ClientIdType, text, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  ClientId: v.optional(ClientIdType),
  Kind: MessageKindType,
  Language: v.picklist(languages),
  Destination: text({ min: 3, max: 320, pattern: '\\P{Cc}+', sensitive: true }),
});

const attributeOf = (destination: string) => {
  if (isEmail(destination)) return 'email';
  if (isPhoneNumber(destination)) return 'phone_number';
  throw new CognitoException('InvalidParameterException', 'Destination is no e-mail address and no phone number.');
};

export const { definition, handler } = signedOnPool({
  name: 'SendTestMessage',
  request,
  throws: ['CodeDeliveryFailureException', 'LimitExceededException'],
  run: async ({ ClientId, Kind, Language, Destination }, { pool }) => {
    await sendTest({ pool, clientId: ClientId, kind: Kind, language: Language }, attributeOf(Destination), Destination);
    return {};
  },
});
