/**
 * Tells for how long an app client takes an SSO session in place of a sign-in. As there are no SSO sessions, the answer
 * limits nothing.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserPoolClientSessionConfiguration.html
 */
import type {
  GetUserPoolClientSessionConfigurationRequest,
  GetUserPoolClientSessionConfigurationResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { AppClients } from '#shared/services/app-clients/app-clients.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { toClientSessionConfiguration } from '#shared/wire/session-configuration.ts';
import { ClientIdType, UserPoolIdType } from '#shared/wire/shapes.ts';
import { appClients } from '#shared/wiring/app-clients.ts';
import { signed } from '#shared/wiring/signed-callers.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  ClientId: ClientIdType,
}) satisfies RequestOf<GetUserPoolClientSessionConfigurationRequest>;

interface Deps {
  readonly appClients: AppClients;
}

const getUserPoolClientSessionConfiguration =
  ({ appClients }: Deps): Run<typeof request, GetUserPoolClientSessionConfigurationResponse, SignedCaller> =>
  async ({ UserPoolId, ClientId }) => {
    const { client } = await appClients.get(UserPoolId, ClientId);
    return toClientSessionConfiguration(client);
  };

export const definition = define({
  name: 'GetUserPoolClientSessionConfiguration',
  caller: 'signed',
  request,
  throws: [],
  deps: () => ({ appClients: appClients() }),
  run: getUserPoolClientSessionConfiguration,
});

export const handler = operation(definition, signed);
