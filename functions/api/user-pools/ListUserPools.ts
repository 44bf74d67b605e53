/**
 * Lists every pool of the deployment, page by page.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserPools.html
 */

import type { ListUserPoolsRequest, ListUserPoolsResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { poolRepository } from '#shared/data/pools/pool-repository.ts';
import { signed } from '#shared/operations/signed.ts';
import { fromPageToken, toPageToken } from '#shared/services/page-tokens/page-tokens.ts';
import { sealing } from '#shared/services/sealing/sealing.ts';
import { PaginationKeyType, PoolQueryLimitType, type RequestOf } from '#shared/wire/shapes.ts';
import { toUserPoolDescription } from '#shared/wire/user-pool.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  NextToken: v.optional(PaginationKeyType),
  MaxResults: PoolQueryLimitType,
}) satisfies RequestOf<ListUserPoolsRequest>;

const query = ['ListUserPools'];

export const { definition, handler } = signed({
  name: 'ListUserPools',
  request,
  throws: [],
  run: async ({ NextToken, MaxResults }): Promise<Wire<ListUserPoolsResponse>> => {
    const seal = await sealing().deployment();
    const start = NextToken === undefined ? undefined : fromPageToken(seal, query, NextToken);
    const { pools: found, next } = await poolRepository().list(MaxResults, start);
    return {
      UserPools: found.map(toUserPoolDescription),
      NextToken: next && toPageToken(seal, query, next),
    };
  },
});
