/**
 * Deletes one of an app client's two secrets; within ten seconds it is refused everywhere. The last one can not be deleted.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserPoolClientSecret.html
 */
import type {
  DeleteUserPoolClientSecretRequest,
  DeleteUserPoolClientSecretResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import { orTooManyRequests } from '#shared/data/conflict.ts';
import { withoutSecret } from '#shared/domain/app-clients/client-secrets.ts';
import type { AppClients } from '#shared/services/app-clients/app-clients.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import { ClientSecretIdType } from '#shared/wire/app-client-shapes.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { ClientIdType, UserPoolIdType } from '#shared/wire/shapes.ts';
import { appClients } from '#shared/wiring/app-clients.ts';
import { signed } from '#shared/wiring/signed-callers.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  ClientId: ClientIdType,
  ClientSecretId: ClientSecretIdType,
}) satisfies RequestOf<DeleteUserPoolClientSecretRequest>;

interface Deps {
  readonly appClients: AppClients;
}

const deleteUserPoolClientSecret =
  ({ appClients }: Deps): Run<typeof request, DeleteUserPoolClientSecretResponse, SignedCaller> =>
  async ({ UserPoolId, ClientId, ClientSecretId }) => {
    await orTooManyRequests(
      appClients.change(UserPoolId, ClientId, ({ client }) => ({ secrets: withoutSecret(client, ClientSecretId) })),
    );
    return {};
  };

export const definition = define({
  name: 'DeleteUserPoolClientSecret',
  caller: 'signed',
  request,
  throws: ['InternalServerException'],
  deps: () => ({ appClients: appClients() }),
  run: deleteUserPoolClientSecret,
});

export const handler = operation(definition, signed);
