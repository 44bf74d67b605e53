/**
 * Lists a pool's app clients, page by page.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserPoolClients.html
 */

import type {
  ListUserPoolClientsRequest,
  ListUserPoolClientsResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { appClientRepository } from '#shared/data/app-clients/app-client-repository.ts';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { fromPageToken, toPageToken } from '#shared/services/page-tokens/page-tokens.ts';
import { sealing } from '#shared/services/sealing/sealing.ts';
import { toAppClientDescription } from '#shared/wire/app-client.ts';
import { ClientTypeType, PaginationKey, QueryLimit, type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  MaxResults: v.optional(QueryLimit),
  NextToken: v.optional(PaginationKey),
  ClientType: v.optional(ClientTypeType),
}) satisfies RequestOf<ListUserPoolClientsRequest>;

export const { definition, handler } = signedOnPool({
  name: 'ListUserPoolClients',
  request,
  throws: [],
  run: async (
    { UserPoolId, MaxResults = 60, NextToken, ClientType },
    { pool },
  ): Promise<ListUserPoolClientsResponse> => {
    const seal = await sealing().general(pool);
    const query = ['ListUserPoolClients', UserPoolId, ClientType];
    const start = NextToken === undefined ? undefined : fromPageToken(seal, query, NextToken);
    // There is no dynamic registration of clients yet.
    if (ClientType === 'DCR') return { UserPoolClients: [] };
    const { clients, next } = await appClientRepository().list(UserPoolId, MaxResults, start);
    return {
      UserPoolClients: clients.map(toAppClientDescription),
      NextToken: next && toPageToken(seal, query, next),
    };
  },
});
