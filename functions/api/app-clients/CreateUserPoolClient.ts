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
import { usualBounds } from '#shared/api/bounds.ts';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import { now } from '#shared/config/clock.ts';
import type { AppClientRepository } from '#shared/data/app-clients/app-client-repository.ts';
import type { Table } from '#shared/data/table.ts';
import type { AppClient } from '#shared/domain/app-clients/app-client.ts';
import { newClientId, newClientSecret } from '#shared/domain/app-clients/identifiers.ts';
import { assertClientSettings } from '#shared/domain/app-clients/settings-rules.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { Sealing } from '#shared/services/sealing/sealing.ts';
import type { UserPools } from '#shared/services/user-pools/user-pools.ts';
import { toAppClient } from '#shared/wire/app-client.ts';
import * as shape from '#shared/wire/app-client-shapes.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import * as common from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';
import { sealing } from '#shared/wiring/sealing.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { appClientRepository, table } from '#shared/wiring/store.ts';
import { userPools } from '#shared/wiring/user-pools.ts';

const request = v.object({
  UserPoolId: common.UserPoolIdType,
  ClientName: shape.ClientNameType,
  GenerateSecret: v.optional(shape.GenerateSecret),
  ClientSecret: v.optional(common.ClientSecretType),
  ...shape.clientSettings,
}) satisfies RequestOf<CreateUserPoolClientRequest>;

interface Deps {
  readonly appClientRepository: AppClientRepository;
  readonly sealing: Sealing;
  readonly table: Table;
  readonly userPools: UserPools;
}

const createUserPoolClient =
  (deps: Deps): Run<typeof request, Wire<CreateUserPoolClientResponse>, SignedCaller> =>
  async ({ UserPoolId, ClientName, GenerateSecret, ClientSecret, ...settings }) => {
    if (GenerateSecret && ClientSecret !== undefined) {
      throw new CognitoException('InvalidParameterException', 'GenerateSecret and ClientSecret exclude each other.');
    }
    const { pool } = await deps.userPools.get(UserPoolId);
    const secret = GenerateSecret ? newClientSecret() : ClientSecret;
    assertClientSettings(pool, settings, secret !== undefined);
    const seal = await deps.sealing.general(pool);
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
    await deps.table.write([deps.appClientRepository.create(client)]);
    return { UserPoolClient: toAppClient(client, secret) };
  };

export const definition = define({
  name: 'CreateUserPoolClient',
  caller: 'signed',
  request,
  // Two hundred URLs of 1,024 characters, of six bytes each where a client escapes them.
  bounds: { ...usualBounds, bodyBytes: 1536 * 1024 },
  throws: ['InvalidOAuthFlowException', 'ScopeDoesNotExistException'],
  deps: () => ({
    appClientRepository: appClientRepository(),
    sealing: sealing(),
    table: table(),
    userPools: userPools(),
  }),
  run: createUserPoolClient,
});

export const handler = operation(definition, signed);
