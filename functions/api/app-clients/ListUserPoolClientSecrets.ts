/**
 * Lists the secrets of an app client, oldest first and all at once, without their values.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserPoolClientSecrets.html
 */
import type {
  ListUserPoolClientSecretsRequest,
  ListUserPoolClientSecretsResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { AppClients } from '#shared/services/app-clients/app-clients.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import { toSecretDescriptor } from '#shared/wire/app-client.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { ClientIdType, PaginationKey, UserPoolIdType } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';
import { appClients } from '#shared/wiring/app-clients.ts';
import { signed } from '#shared/wiring/signed-callers.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  ClientId: ClientIdType,
  NextToken: v.optional(PaginationKey),
}) satisfies RequestOf<ListUserPoolClientSecretsRequest>;

interface Deps {
  readonly appClients: AppClients;
}

const listUserPoolClientSecrets =
  ({ appClients }: Deps): Run<typeof request, Wire<ListUserPoolClientSecretsResponse>, SignedCaller> =>
  async ({ UserPoolId, ClientId, NextToken }) => {
    const { client } = await appClients.get(UserPoolId, ClientId);
    // There is one page only: no token can be ours.
    if (NextToken !== undefined) throw new CognitoException('InvalidParameterException', 'Invalid pagination token.');
    return { ClientSecrets: client.secrets.map((secret) => toSecretDescriptor(client, secret)) };
  };

export const definition = define({
  name: 'ListUserPoolClientSecrets',
  caller: 'signed',
  request,
  throws: ['InternalServerException'],
  deps: () => ({ appClients: appClients() }),
  run: listUserPoolClientSecrets,
});

export const handler = operation(definition, signed);
