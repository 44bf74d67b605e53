/**
 * Tells how long an SSO session may replace a sign-in with an app client. As there are no SSO sessions, the answer
 * limits nothing.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserPoolClientSessionConfiguration.html
 */

import type {
  GetUserPoolClientSessionConfigurationRequest,
  GetUserPoolClientSessionConfigurationResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signed } from '#shared/operations/signed.ts';
import { getAppClient } from '#shared/services/app-clients/app-clients.ts';
import { toClientSessionConfiguration } from '#shared/wire/session-configuration.ts';
import { ClientIdType, type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  ClientId: ClientIdType,
}) satisfies RequestOf<GetUserPoolClientSessionConfigurationRequest>;

export const { definition, handler } = signed({
  name: 'GetUserPoolClientSessionConfiguration',
  request,
  throws: [],
  run: async ({ UserPoolId, ClientId }): Promise<GetUserPoolClientSessionConfigurationResponse> => {
    const { client } = await getAppClient(UserPoolId, ClientId);
    return toClientSessionConfiguration(client);
  },
});
