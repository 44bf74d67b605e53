/**
 * Deletes a resource server. App clients keep its scopes in their settings.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteResourceServer.html
 */

import type { DeleteResourceServerRequest } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { deleteResourceServer } from '#shared/services/resource-servers/resource-servers.ts';
import { ResourceServerIdentifierType } from '#shared/wire/resource-server.ts';
import { type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Identifier: ResourceServerIdentifierType,
}) satisfies RequestOf<DeleteResourceServerRequest>;

export const { definition, handler } = signedOnPool({
  name: 'DeleteResourceServer',
  request,
  throws: [],
  run: async ({ Identifier }, { pool }) => {
    await deleteResourceServer(pool.id, Identifier);
    return {};
  },
});
