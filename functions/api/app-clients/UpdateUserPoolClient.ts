/**
 * Replaces an app client's settings: what the request leaves out goes back to its default. The secret stays.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPoolClient.html
 */
import type {
  UpdateUserPoolClientRequest,
  UpdateUserPoolClientResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { usualBounds } from '#shared/api/bounds.ts';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import { assertClientSettings } from '#shared/domain/app-clients/settings-rules.ts';
import type { AppClients } from '#shared/services/app-clients/app-clients.ts';
import type { ClientSecrets } from '#shared/services/app-clients/client-secrets.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import { toAppClient } from '#shared/wire/app-client.ts';
import * as shape from '#shared/wire/app-client-shapes.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import * as common from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';
import { appClients } from '#shared/wiring/app-clients.ts';
import { clientSecrets } from '#shared/wiring/client-secrets.ts';
import { signed } from '#shared/wiring/signed-callers.ts';

const request = v.object({
  UserPoolId: common.UserPoolIdType,
  ClientId: common.ClientIdType,
  ClientName: v.optional(shape.ClientNameType),
  ...shape.clientSettings,
}) satisfies RequestOf<UpdateUserPoolClientRequest>;

interface Deps {
  readonly appClients: AppClients;
  readonly clientSecrets: ClientSecrets;
}

const updateUserPoolClient =
  (deps: Deps): Run<typeof request, Wire<UpdateUserPoolClientResponse>, SignedCaller> =>
  async ({ UserPoolId, ClientId, ClientName, ...settings }) => {
    const app = await deps.appClients.change(UserPoolId, ClientId, ({ pool, client }) => {
      assertClientSettings(pool, settings, client.secrets.length > 0);
      return { name: ClientName ?? client.name, settings };
    });
    const [secret] = await deps.clientSecrets.reveal(app);
    return { UserPoolClient: toAppClient(app.client, secret) };
  };

export const definition = define({
  name: 'UpdateUserPoolClient',
  caller: 'signed',
  request,
  // Two hundred URLs of 1,024 characters, of six bytes each where a client escapes them.
  bounds: { ...usualBounds, bodyBytes: 1536 * 1024 },
  throws: ['ConcurrentModificationException', 'InvalidOAuthFlowException', 'ScopeDoesNotExistException'],
  deps: () => ({ appClients: appClients(), clientSecrets: clientSecrets() }),
  run: updateUserPoolClient,
});

export const handler = operation(definition, signed);
