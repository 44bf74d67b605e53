/**
 * Sets how the mails of a pool look, or with `ClientId` those that an app client asks for. What is not given is plain, or as
 * the pool has it. Answers what is set. An operation of Gatehouse's own: its target is `Gatehouse.SetMessageBranding`.
 */

import * as v from 'valibot';
import { signed } from '#shared/operations/signed.ts';
import { languages } from '#shared/pages/texts/texts.ts';
import { setMessageBranding } from '#shared/services/message-settings/message-settings.ts';
import { fromMessageBranding, messageBrandingMembers, toMessageBranding } from '#shared/wire/messages.ts';
import { ClientIdType, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  ClientId: v.optional(ClientIdType),
  ...messageBrandingMembers,
  DefaultLanguage: v.optional(v.picklist(languages)),
});

export const { definition, handler } = signed({
  name: 'SetMessageBranding',
  request,
  throws: ['ConcurrentModificationException', 'LimitExceededException'],
  run: async ({ UserPoolId, ClientId, ...given }) => {
    const branding = fromMessageBranding(given);
    await setMessageBranding(UserPoolId, ClientId, branding);
    return { UserPoolId, ...(ClientId !== undefined && { ClientId }), ...toMessageBranding(branding) };
  },
});
