/**
 * Gives a resource server with its scopes.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeResourceServer.html
 */

import type {
  DescribeResourceServerRequest,
  DescribeResourceServerResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { getResourceServer } from '#shared/services/resource-servers/resource-servers.ts';
import { ResourceServerIdentifierType, toResourceServerType } from '#shared/wire/resource-server.ts';
import { type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Identifier: ResourceServerIdentifierType,
}) satisfies RequestOf<DescribeResourceServerRequest>;

export const { definition, handler } = signedOnPool({
  name: 'DescribeResourceServer',
  request,
  throws: [],
  run: async ({ Identifier }, { pool }): Promise<Wire<DescribeResourceServerResponse>> => ({
    ResourceServer: toResourceServerType(await getResourceServer(pool.id, Identifier)),
  }),
});
