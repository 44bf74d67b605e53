/**
 * Shows a message of a pool with made-up values, and sends nothing: with the words that the pool has, or with those in
 * `Template`, which is not stored. An operation of Gatehouse's own: its target is `Gatehouse.PreviewMessage`.
 */

import * as v from 'valibot';
import { assertTemplate } from '#shared/domain/messages/template-rules.ts';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { languages } from '#shared/pages/texts/texts.ts';
import { previewMail, previewSms } from '#shared/services/message-settings/previews.ts';
import { fromMessageWords, MessageKindType, MessageWordsType } from '#shared/wire/messages.ts';
import { ClientIdType, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  ClientId: v.optional(ClientIdType),
  Kind: MessageKindType,
  Language: v.picklist(languages),
  Template: v.optional(MessageWordsType),
});

export const { definition, handler } = signedOnPool({
  name: 'PreviewMessage',
  request,
  throws: [],
  run: async ({ ClientId, Kind, Language, Template }, { pool }) => {
    const draft = Template && fromMessageWords(Kind, Language, Template);
    if (draft) assertTemplate(draft);
    const asked = { pool, clientId: ClientId, kind: Kind, language: Language, draft };
    const { subject, html, text } = await previewMail(asked);
    const sms = await previewSms(asked);
    return {
      EmailSubject: subject,
      EmailMessage: html,
      ...(text !== undefined && { EmailText: text }),
      ...(sms !== undefined && { SmsMessage: sms }),
    };
  },
});
