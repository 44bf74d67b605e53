/**
 * Tells the words of messages that SetMessageTemplate set for a pool: all, or those of one kind or language. An operation of
 * Gatehouse's own: its target is `Gatehouse.GetMessageTemplates`.
 */

import * as v from 'valibot';
import { signed } from '#shared/operations/signed.ts';
import { languages } from '#shared/pages/texts/texts.ts';
import { getMessageTemplates } from '#shared/services/message-settings/message-settings.ts';
import { MessageKindType, toMessageWords } from '#shared/wire/messages.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Kind: v.optional(MessageKindType),
  Language: v.optional(v.picklist(languages)),
});

export const { definition, handler } = signed({
  name: 'GetMessageTemplates',
  request,
  throws: [],
  run: async ({ UserPoolId, Kind, Language }) => {
    const found = (await getMessageTemplates(UserPoolId)).filter(
      ({ kind, language }) => (Kind ?? kind) === kind && (Language ?? language) === language,
    );
    const Templates = found.map((template) => ({
      Kind: template.kind,
      Language: template.language,
      ...toMessageWords(template),
    }));
    return { UserPoolId, Templates };
  },
});
