/**
 * Lists all secrets of an app client, oldest first, without their values.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserPoolClientSecrets.html
 */

import type {
  ListUserPoolClientSecretsRequest,
  ListUserPoolClientSecretsResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { CognitoException } from '#shared/errors/exception.ts';
import { signed } from '#shared/operations/signed.ts';
import { getAppClient } from '#shared/services/app-clients/app-clients.ts';
import { toSecretDescriptor } from '#shared/wire/app-client.ts';
import { ClientIdType, PaginationKey, type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  ClientId: ClientIdType,
  NextToken: v.optional(PaginationKey),
}) satisfies RequestOf<ListUserPoolClientSecretsRequest>;

export const { definition, handler } = signed({
  name: 'ListUserPoolClientSecrets',
  request,
  throws: ['InternalServerException'],
  run: async ({ UserPoolId, ClientId, NextToken }): Promise<Wire<ListUserPoolClientSecretsResponse>> => {
    const { client } = await getAppClient(UserPoolId, ClientId);
    // There is only one page, so no token can be ours.
    if (NextToken !== undefined) throw new CognitoException('InvalidParameterException', 'Invalid pagination token.');
    return { ClientSecrets: client.secrets.map((secret) => toSecretDescriptor(client, secret)) };
  },
});
