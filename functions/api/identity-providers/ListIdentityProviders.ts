/**
 * Lists a pool's identity providers by name, page by page.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListIdentityProviders.html
 */

import type {
  ListIdentityProvidersRequest,
  ListIdentityProvidersResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { identityProviderRepository } from '#shared/data/federation/identity-provider-repository.ts';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { fromPageToken, toPageToken } from '#shared/services/page-tokens/page-tokens.ts';
import { sealing } from '#shared/services/sealing/sealing.ts';
import { ListProvidersLimitType, toProviderDescription } from '#shared/wire/identity-provider.ts';
import { PaginationKeyType, type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  MaxResults: v.optional(ListProvidersLimitType),
  NextToken: v.optional(PaginationKeyType),
}) satisfies RequestOf<ListIdentityProvidersRequest>;

const query = ['ListIdentityProviders'];

export const { definition, handler } = signedOnPool({
  name: 'ListIdentityProviders',
  request,
  throws: [],
  run: async ({ MaxResults, NextToken }, { pool }): Promise<Wire<ListIdentityProvidersResponse>> => {
    const seal = await sealing().general(pool);
    const start = NextToken === undefined ? undefined : fromPageToken(seal, query, NextToken);
    const { providers, next } = await identityProviderRepository().page(pool.id, MaxResults || 60, start);
    return { Providers: providers.map(toProviderDescription), NextToken: next && toPageToken(seal, query, next) };
  },
});
