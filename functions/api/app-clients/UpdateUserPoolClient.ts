/**
 * Replaces an app client's settings. What the request leaves out gets its default. The secret stays.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPoolClient.html
 */

import type {
  UpdateUserPoolClientRequest,
  UpdateUserPoolClientResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { usualBounds } from '#shared/api/validation.ts';
import { isConfidential } from '#shared/domain/app-clients/app-client.ts';
import { assertClientSettings, assertContextData } from '#shared/domain/app-clients/settings-rules.ts';
import { signed } from '#shared/operations/signed.ts';
import { changeAppClient } from '#shared/services/app-clients/app-clients.ts';
import { revealClientSecrets } from '#shared/services/app-clients/client-secrets.ts';
import { assertProviders } from '#shared/services/federation/supported-providers.ts';
import { findCustomScopes } from '#shared/services/resource-servers/resource-servers.ts';
import { toAppClient } from '#shared/wire/app-client.ts';
import * as shape from '#shared/wire/app-client-shapes.ts';
import type { RequestOf } from '#shared/wire/shapes.ts';
import * as common from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  UserPoolId: common.UserPoolIdType,
  ClientId: common.ClientIdType,
  ClientName: v.optional(shape.ClientNameType),
  ...shape.clientSettings,
}) satisfies RequestOf<UpdateUserPoolClientRequest>;

export const { definition, handler } = signed({
  name: 'UpdateUserPoolClient',
  request,
  // Two hundred URLs of 1,024 characters, each of six bytes where a client escapes it.
  bounds: { ...usualBounds, bodyBytes: 1536 * 1024 },
  throws: ['ConcurrentModificationException', 'InvalidOAuthFlowException', 'ScopeDoesNotExistException'],
  run: async ({ UserPoolId, ClientId, ClientName, ...settings }): Promise<Wire<UpdateUserPoolClientResponse>> => {
    const scopes = await findCustomScopes(UserPoolId, settings.AllowedOAuthScopes);
    await assertProviders(UserPoolId, settings.SupportedIdentityProviders);
    const app = await changeAppClient(UserPoolId, ClientId, ({ pool, client }) => {
      assertContextData(settings, client.secrets.length > 0);
      assertClientSettings(pool, settings, isConfidential(client), scopes);
      return { name: ClientName ?? client.name, settings };
    });
    const [secret] = await revealClientSecrets(app);
    return { UserPoolClient: toAppClient(app.client, secret) };
  },
});
