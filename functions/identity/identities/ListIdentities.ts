/**
 * Lists the identities of a pool, page by page. A page may have fewer where disabled ones are left out.
 *
 * @see https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_ListIdentities.html
 */

import type { ListIdentitiesInput, ListIdentitiesResponse } from '@aws-sdk/client-cognito-identity';
import * as v from 'valibot';
import { identityRepository } from '#shared/data/identity-pools/identity-repository.ts';
import { signedIdentity } from '#shared/operations/identity.ts';
import { getIdentityPool } from '#shared/services/identity-pools/identity-pools.ts';
import { fromPageToken, toPageToken, toShardCursor } from '#shared/services/page-tokens/page-tokens.ts';
import { sealing } from '#shared/services/sealing/sealing.ts';
import { toIdentityDescription } from '#shared/wire/identity.ts';
import { HideDisabled, IdentityPoolId, PaginationKey, QueryLimit } from '#shared/wire/identity-pool-shapes.ts';
import type { RequestOf } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  IdentityPoolId,
  MaxResults: QueryLimit,
  NextToken: v.optional(PaginationKey),
  HideDisabled: v.optional(HideDisabled),
}) satisfies RequestOf<ListIdentitiesInput>;

export const { definition, handler } = signedIdentity({
  name: 'ListIdentities',
  request,
  throws: [],
  run: async ({
    IdentityPoolId: poolId,
    MaxResults,
    NextToken,
    HideDisabled: hides = false,
  }): Promise<Wire<ListIdentitiesResponse>> => {
    await getIdentityPool(poolId);
    const seal = await sealing().deployment();
    const query = ['ListIdentities', poolId, hides];
    const start = NextToken === undefined ? undefined : toShardCursor(fromPageToken(seal, query, NextToken));
    const { identities, next } = await identityRepository().page(poolId, MaxResults, start);
    return {
      IdentityPoolId: poolId,
      Identities: identities.filter(({ enabled }) => enabled || !hides).map(toIdentityDescription),
      NextToken: next && toPageToken(seal, query, { ...next }),
    };
  },
});
