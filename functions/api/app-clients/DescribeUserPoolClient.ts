/**
 * Gives an app client's settings, with its secret.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserPoolClient.html
 */
import type {
  DescribeUserPoolClientRequest,
  DescribeUserPoolClientResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { AppClients } from '#shared/services/app-clients/app-clients.ts';
import type { ClientSecrets } from '#shared/services/app-clients/client-secrets.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import { toAppClient } from '#shared/wire/app-client.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { ClientIdType, UserPoolIdType } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';
import { appClients } from '#shared/wiring/app-clients.ts';
import { clientSecrets } from '#shared/wiring/client-secrets.ts';
import { signed } from '#shared/wiring/signed-callers.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  ClientId: ClientIdType,
}) satisfies RequestOf<DescribeUserPoolClientRequest>;

interface Deps {
  readonly appClients: AppClients;
  readonly clientSecrets: ClientSecrets;
}

const describeUserPoolClient =
  (deps: Deps): Run<typeof request, Wire<DescribeUserPoolClientResponse>, SignedCaller> =>
  async ({ UserPoolId, ClientId }) => {
    const app = await deps.appClients.get(UserPoolId, ClientId);
    const [secret] = await deps.clientSecrets.reveal(app);
    return { UserPoolClient: toAppClient(app.client, secret) };
  };

export const definition = define({
  name: 'DescribeUserPoolClient',
  caller: 'signed',
  request,
  throws: [],
  deps: () => ({ appClients: appClients(), clientSecrets: clientSecrets() }),
  run: describeUserPoolClient,
});

export const handler = operation(definition, signed);
