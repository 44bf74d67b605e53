/**
 * Tells what SetMessageBranding set for a pool, or for one of its app clients. What is missing is not set. An operation of
 * Gatehouse's own: its target is `Gatehouse.GetMessageBranding`.
 */

import * as v from 'valibot';
import { signed } from '#shared/operations/signed.ts';
import { getMessageBranding } from '#shared/services/message-settings/message-settings.ts';
import { toMessageBranding } from '#shared/wire/messages.ts';
import { ClientIdType, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({ UserPoolId: UserPoolIdType, ClientId: v.optional(ClientIdType) });

export const { definition, handler } = signed({
  name: 'GetMessageBranding',
  request,
  throws: [],
  run: async ({ UserPoolId, ClientId }) => {
    const branding = await getMessageBranding(UserPoolId, ClientId);
    return { UserPoolId, ...(ClientId !== undefined && { ClientId }), ...toMessageBranding(branding) };
  },
});
