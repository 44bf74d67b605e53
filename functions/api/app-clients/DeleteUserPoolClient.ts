/**
 * Deletes an app client. Its users stay, its tokens stop working.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserPoolClient.html
 */
import type { DeleteUserPoolClientRequest } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { AppClientRepository } from '#shared/data/app-clients/app-client-repository.ts';
import type { Table } from '#shared/data/table.ts';
import type { AppClients } from '#shared/services/app-clients/app-clients.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { ClientIdType, UserPoolIdType } from '#shared/wire/shapes.ts';
import { appClients } from '#shared/wiring/app-clients.ts';
import { directory } from '#shared/wiring/directory.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { appClientRepository, table } from '#shared/wiring/store.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  ClientId: ClientIdType,
}) satisfies RequestOf<DeleteUserPoolClientRequest>;

interface Deps {
  readonly appClients: AppClients;
  readonly directory: Directory;
  readonly repository: AppClientRepository;
  readonly table: Table;
}

const deleteUserPoolClient =
  ({ appClients, directory, repository, table }: Deps): Run<typeof request, object, SignedCaller> =>
  async ({ UserPoolId, ClientId }) => {
    const { client } = await appClients.get(UserPoolId, ClientId);
    await table.write([repository.remove(client)]);
    directory.forgetClient(client);
    return {};
  };

export const definition = define({
  name: 'DeleteUserPoolClient',
  caller: 'signed',
  request,
  throws: [],
  deps: () => ({
    appClients: appClients(),
    directory: directory(),
    repository: appClientRepository(),
    table: table(),
  }),
  run: deleteUserPoolClient,
});

export const handler = operation(definition, signed);
