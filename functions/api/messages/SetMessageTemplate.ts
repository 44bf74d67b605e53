/**
 * Sets the words of one kind of message in one language. They replace the former ones; without any, the words are again
 * those of Gatehouse. An operation of Gatehouse's own: its target is `Gatehouse.SetMessageTemplate`.
 */

import * as v from 'valibot';
import { signed } from '#shared/operations/signed.ts';
import { languages } from '#shared/pages/texts/texts.ts';
import { setMessageTemplate } from '#shared/services/message-settings/message-settings.ts';
import { fromMessageWords, MessageKindType, messageTemplateMembers } from '#shared/wire/messages.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Kind: MessageKindType,
  Language: v.picklist(languages),
  ...messageTemplateMembers,
});

export const { definition, handler } = signed({
  name: 'SetMessageTemplate',
  request,
  throws: ['ConcurrentModificationException'],
  run: async (given): Promise<v.InferOutput<typeof request>> => {
    await setMessageTemplate(given.UserPoolId, fromMessageWords(given.Kind, given.Language, given));
    return given;
  },
});
