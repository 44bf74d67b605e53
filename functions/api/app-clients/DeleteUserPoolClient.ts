/**
 * Deletes an app client. Its users stay, but its tokens stop working.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserPoolClient.html
 */

import type { DeleteUserPoolClientRequest } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { appClientRepository } from '#shared/data/app-clients/app-client-repository.ts';
import { table } from '#shared/data/table.ts';
import { signed } from '#shared/operations/signed.ts';
import { getAppClient } from '#shared/services/app-clients/app-clients.ts';
import { forgetClient } from '#shared/services/directory/directory.ts';
import { ClientIdType, type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  ClientId: ClientIdType,
}) satisfies RequestOf<DeleteUserPoolClientRequest>;

export const { definition, handler } = signed({
  name: 'DeleteUserPoolClient',
  request,
  throws: [],
  run: async ({ UserPoolId, ClientId }) => {
    const { client } = await getAppClient(UserPoolId, ClientId);
    await table().write([appClientRepository().remove(client)]);
    forgetClient(client);
    return {};
  },
});
