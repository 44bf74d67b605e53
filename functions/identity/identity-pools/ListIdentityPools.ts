/**
 * Lists every identity pool of the deployment, page by page.
 *
 * @see https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_ListIdentityPools.html
 */

import type { ListIdentityPoolsInput, ListIdentityPoolsResponse } from '@aws-sdk/client-cognito-identity';
import * as v from 'valibot';
import { identityPoolRepository } from '#shared/data/identity-pools/identity-pool-repository.ts';
import { signedIdentity } from '#shared/operations/identity.ts';
import { fromPageToken, toPageToken } from '#shared/services/page-tokens/page-tokens.ts';
import { sealing } from '#shared/services/sealing/sealing.ts';
import { toIdentityPoolShortDescription } from '#shared/wire/identity-pool.ts';
import { PaginationKey, QueryLimit } from '#shared/wire/identity-pool-shapes.ts';
import type { RequestOf } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  MaxResults: QueryLimit,
  NextToken: v.optional(PaginationKey),
}) satisfies RequestOf<ListIdentityPoolsInput>;

const query = ['ListIdentityPools'];

export const { definition, handler } = signedIdentity({
  name: 'ListIdentityPools',
  request,
  throws: [],
  run: async ({ MaxResults, NextToken }): Promise<Wire<ListIdentityPoolsResponse>> => {
    const seal = await sealing().deployment();
    const start = NextToken === undefined ? undefined : fromPageToken(seal, query, NextToken);
    const { pools, next } = await identityPoolRepository().list(MaxResults, start);
    return {
      IdentityPools: pools.map(toIdentityPoolShortDescription),
      NextToken: next && toPageToken(seal, query, next),
    };
  },
});
