/**
 * Lists a pool's resource servers by identifier, page by page.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListResourceServers.html
 */

import type {
  ListResourceServersRequest,
  ListResourceServersResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { resourceServerRepository } from '#shared/data/resource-servers/resource-server-repository.ts';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { fromPageToken, toPageToken } from '#shared/services/page-tokens/page-tokens.ts';
import { sealing } from '#shared/services/sealing/sealing.ts';
import { ListResourceServersLimitType, toResourceServerType } from '#shared/wire/resource-server.ts';
import { PaginationKeyType, type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  MaxResults: v.optional(ListResourceServersLimitType, 50),
  NextToken: v.optional(PaginationKeyType),
}) satisfies RequestOf<ListResourceServersRequest>;

const query = ['ListResourceServers'];

export const { definition, handler } = signedOnPool({
  name: 'ListResourceServers',
  request,
  throws: [],
  run: async ({ MaxResults, NextToken }, { pool }): Promise<Wire<ListResourceServersResponse>> => {
    const seal = await sealing().general(pool);
    const start = NextToken === undefined ? undefined : fromPageToken(seal, query, NextToken);
    const { servers, next } = await resourceServerRepository().page(pool.id, MaxResults, start);
    return { ResourceServers: servers.map(toResourceServerType), NextToken: next && toPageToken(seal, query, next) };
  },
});
