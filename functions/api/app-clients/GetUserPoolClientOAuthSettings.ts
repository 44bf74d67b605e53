/**
 * Tells what SetUserPoolClientOAuthSettings set for an app client, with the defaults for the rest. An operation of
 * Gatehouse's own: its target is `Gatehouse.GetUserPoolClientOAuthSettings`.
 */

import * as v from 'valibot';
import { signed } from '#shared/operations/signed.ts';
import { getAppClient } from '#shared/services/app-clients/app-clients.ts';
import { toClientOAuth } from '#shared/wire/client-oauth.ts';
import { ClientIdType, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({ UserPoolId: UserPoolIdType, ClientId: ClientIdType });

export const { definition, handler } = signed({
  name: 'GetUserPoolClientOAuthSettings',
  request,
  throws: [],
  run: async ({ UserPoolId, ClientId }): Promise<ReturnType<typeof toClientOAuth>> => {
    const { client } = await getAppClient(UserPoolId, ClientId);
    return toClientOAuth(client);
  },
});
