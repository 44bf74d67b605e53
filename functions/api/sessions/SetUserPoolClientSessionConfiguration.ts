/**
 * Sets for how long an app client takes an SSO session in place of a sign-in. There are no SSO sessions yet: zero, which
 * asks for a sign-in each time, is what is obeyed, and everything else is refused.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserPoolClientSessionConfiguration.html
 */
import type {
  SetUserPoolClientSessionConfigurationRequest,
  SetUserPoolClientSessionConfigurationResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { AppClients } from '#shared/services/app-clients/app-clients.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import { assertTracked } from '#shared/services/sessions/user-sessions.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { toClientSessionConfiguration } from '#shared/wire/session-configuration.ts';
import { ClientIdType, ClientSSOSessionConfigType, UserPoolIdType } from '#shared/wire/shapes.ts';
import { appClients } from '#shared/wiring/app-clients.ts';
import { signed } from '#shared/wiring/signed-callers.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  ClientId: ClientIdType,
  SSOSession: ClientSSOSessionConfigType,
}) satisfies RequestOf<SetUserPoolClientSessionConfigurationRequest>;

interface Deps {
  readonly appClients: AppClients;
}

const setUserPoolClientSessionConfiguration =
  ({ appClients }: Deps): Run<typeof request, SetUserPoolClientSessionConfigurationResponse, SignedCaller> =>
  async ({ UserPoolId, ClientId, SSOSession }) => {
    const ssoSessionMinutes = SSOSession.MaxValidityMinutes;
    const { client } = await appClients.change(UserPoolId, ClientId, ({ pool }) => {
      assertTracked(pool);
      if (ssoSessionMinutes > 0) {
        throw new CognitoException(
          'InvalidParameterException',
          'SSOSession.MaxValidityMinutes is not supported: SSO sessions are not implemented yet.',
        );
      }
      return { ssoSessionMinutes };
    });
    return toClientSessionConfiguration(client);
  };

export const definition = define({
  name: 'SetUserPoolClientSessionConfiguration',
  caller: 'signed',
  request,
  throws: ['ConcurrentModificationException', 'OperationNotEnabledException'],
  deps: () => ({ appClients: appClients() }),
  run: setUserPoolClientSessionConfiguration,
});

export const handler = operation(definition, signed);
