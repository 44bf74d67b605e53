/**
 * Makes an app client, with a secret if asked.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
 */

import type {
  CreateUserPoolClientRequest,
  CreateUserPoolClientResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { usualBounds } from '#shared/api/validation.ts';
import { now } from '#shared/config/clock.ts';
import { appClientRepository } from '#shared/data/app-clients/app-client-repository.ts';
import { table } from '#shared/data/table.ts';
import type { AppClient } from '#shared/domain/app-clients/app-client.ts';
import { newClientId, newClientSecret } from '#shared/domain/app-clients/identifiers.ts';
import { assertClientSettings, assertContextData } from '#shared/domain/app-clients/settings-rules.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { signed } from '#shared/operations/signed.ts';
import { assertProviders } from '#shared/services/federation/supported-providers.ts';
import { findCustomScopes } from '#shared/services/resource-servers/resource-servers.ts';
import { sealing } from '#shared/services/sealing/sealing.ts';
import { getUserPool } from '#shared/services/user-pools/user-pools.ts';
import { toAppClient } from '#shared/wire/app-client.ts';
import * as shape from '#shared/wire/app-client-shapes.ts';
import type { RequestOf } from '#shared/wire/shapes.ts';
import * as common from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  UserPoolId: common.UserPoolIdType,
  ClientName: shape.ClientNameType,
  GenerateSecret: v.optional(shape.GenerateSecret),
  ClientSecret: v.optional(common.ClientSecretType),
  ...shape.clientSettings,
}) satisfies RequestOf<CreateUserPoolClientRequest>;

export const { definition, handler } = signed({
  name: 'CreateUserPoolClient',
  request,
  // Two hundred URLs of 1,024 characters, each of six bytes where a client escapes it.
  bounds: { ...usualBounds, bodyBytes: 1536 * 1024 },
  throws: ['InvalidOAuthFlowException', 'ScopeDoesNotExistException'],
  run: async ({
    UserPoolId,
    ClientName,
    GenerateSecret,
    ClientSecret,
    ...settings
  }): Promise<Wire<CreateUserPoolClientResponse>> => {
    if (GenerateSecret && ClientSecret !== undefined) {
      throw new CognitoException('InvalidParameterException', 'GenerateSecret and ClientSecret exclude each other.');
    }
    const { pool } = await getUserPool(UserPoolId);
    const secret = GenerateSecret ? newClientSecret() : ClientSecret;
    const scopes = await findCustomScopes(pool.id, settings.AllowedOAuthScopes);
    await assertProviders(pool.id, settings.SupportedIdentityProviders);
    assertContextData(settings, secret !== undefined);
    assertClientSettings(pool, settings, secret !== undefined, scopes);
    const seal = await sealing().general(pool);
    const createdAt = now();
    const client: AppClient = {
      id: newClientId(),
      poolId: pool.id,
      name: ClientName,
      settings,
      secrets: secret === undefined ? [] : [{ createdAt, sealed: seal.seal('client secret', secret) }],
      createdAt,
      updatedAt: createdAt,
      version: 1,
    };
    await table().write([appClientRepository().create(client)]);
    return { UserPoolClient: toAppClient(client, secret) };
  },
});
