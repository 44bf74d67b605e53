/**
 * Gives an app client's settings and its secret.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserPoolClient.html
 */

import type {
  DescribeUserPoolClientRequest,
  DescribeUserPoolClientResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signed } from '#shared/operations/signed.ts';
import { getAppClient } from '#shared/services/app-clients/app-clients.ts';
import { revealClientSecrets } from '#shared/services/app-clients/client-secrets.ts';
import { toAppClient } from '#shared/wire/app-client.ts';
import { ClientIdType, type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  ClientId: ClientIdType,
}) satisfies RequestOf<DescribeUserPoolClientRequest>;

export const { definition, handler } = signed({
  name: 'DescribeUserPoolClient',
  request,
  throws: [],
  run: async ({ UserPoolId, ClientId }): Promise<Wire<DescribeUserPoolClientResponse>> => {
    const app = await getAppClient(UserPoolId, ClientId);
    const [secret] = await revealClientSecrets(app);
    return { UserPoolClient: toAppClient(app.client, secret) };
  },
});
