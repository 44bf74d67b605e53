/**
 * Deletes one of an app client's two secrets. After ten seconds at most it is refused everywhere. The last secret
 * cannot be deleted.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserPoolClientSecret.html
 */

import type {
  DeleteUserPoolClientSecretRequest,
  DeleteUserPoolClientSecretResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { orTooManyRequests } from '#shared/data/write.ts';
import { withoutSecret } from '#shared/domain/app-clients/client-secrets.ts';
import { signed } from '#shared/operations/signed.ts';
import { changeAppClient } from '#shared/services/app-clients/app-clients.ts';
import { ClientSecretIdType } from '#shared/wire/app-client-shapes.ts';
import { ClientIdType, type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  ClientId: ClientIdType,
  ClientSecretId: ClientSecretIdType,
}) satisfies RequestOf<DeleteUserPoolClientSecretRequest>;

export const { definition, handler } = signed({
  name: 'DeleteUserPoolClientSecret',
  request,
  throws: ['InternalServerException'],
  run: async ({ UserPoolId, ClientId, ClientSecretId }): Promise<DeleteUserPoolClientSecretResponse> => {
    await orTooManyRequests(
      changeAppClient(UserPoolId, ClientId, ({ client }) => ({ secrets: withoutSecret(client, ClientSecretId) })),
    );
    return {};
  },
});
