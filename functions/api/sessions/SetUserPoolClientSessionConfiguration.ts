/**
 * Sets how long after a sign-in on the pages a session may replace another sign-in with an app client. Zero requires a
 * sign-in each time.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserPoolClientSessionConfiguration.html
 */

import type {
  SetUserPoolClientSessionConfigurationRequest,
  SetUserPoolClientSessionConfigurationResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signed } from '#shared/operations/signed.ts';
import { changeAppClient } from '#shared/services/app-clients/app-clients.ts';
import { assertTracked } from '#shared/services/sessions/user-sessions.ts';
import { toClientSessionConfiguration } from '#shared/wire/session-configuration.ts';
import { ClientIdType, ClientSSOSessionConfigType, type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  ClientId: ClientIdType,
  SSOSession: ClientSSOSessionConfigType,
}) satisfies RequestOf<SetUserPoolClientSessionConfigurationRequest>;

export const { definition, handler } = signed({
  name: 'SetUserPoolClientSessionConfiguration',
  request,
  throws: ['ConcurrentModificationException', 'OperationNotEnabledException'],
  run: async ({ UserPoolId, ClientId, SSOSession }): Promise<SetUserPoolClientSessionConfigurationResponse> => {
    const ssoSessionMinutes = SSOSession.MaxValidityMinutes;
    const { client } = await changeAppClient(UserPoolId, ClientId, ({ pool }) => {
      assertTracked(pool);
      return { ssoSessionMinutes };
    });
    return toClientSessionConfiguration(client);
  },
});
