/**
 * Lists a pool's groups by name, page by page.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListGroups.html
 */

import type { ListGroupsRequest, ListGroupsResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { groupRepository } from '#shared/data/groups/group-repository.ts';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { fromPageToken, pageLimit, toPageToken } from '#shared/services/page-tokens/page-tokens.ts';
import { sealing } from '#shared/services/sealing/sealing.ts';
import { toGroupType } from '#shared/wire/group.ts';
import { PaginationKey, QueryLimitType, type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Limit: v.optional(QueryLimitType),
  NextToken: v.optional(PaginationKey),
}) satisfies RequestOf<ListGroupsRequest>;

const query = ['ListGroups'];

export const { definition, handler } = signedOnPool({
  name: 'ListGroups',
  request,
  throws: [],
  run: async ({ Limit, NextToken }, { pool }): Promise<Wire<ListGroupsResponse>> => {
    const seal = await sealing().general(pool);
    const start = NextToken === undefined ? undefined : fromPageToken(seal, query, NextToken);
    const { groups: found, next } = await groupRepository().page(pool.id, pageLimit(Limit), start);
    return { Groups: found.map(toGroupType), NextToken: next && toPageToken(seal, query, next) };
  },
});
