/**
 * Deletes an app client with its terms and the looks of its pages. Its users stay, but its tokens stop working.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserPoolClient.html
 */

import type { DeleteUserPoolClientRequest } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signed } from '#shared/operations/signed.ts';
import { deleteAppClient } from '#shared/services/app-clients/app-clients.ts';
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
    await deleteAppClient(UserPoolId, ClientId);
    return {};
  },
});
