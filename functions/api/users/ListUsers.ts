/**
 * Lists a pool's users, all of them or those that match a filter, page by page.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html
 */

import type { ListUsersRequest, ListUsersResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { parseFilter } from '#shared/domain/users/filter.ts';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { pageLimit } from '#shared/services/page-tokens/page-tokens.ts';
import { findUsersPage } from '#shared/services/users/user-search.ts';
import {
  QueryLimitType,
  type RequestOf,
  SearchedAttributeNamesListType,
  SearchPaginationTokenType,
  UserFilterType,
  UserPoolIdType,
} from '#shared/wire/shapes.ts';
import { toUserType } from '#shared/wire/user.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  AttributesToGet: v.optional(SearchedAttributeNamesListType),
  Limit: v.optional(QueryLimitType),
  PaginationToken: v.optional(SearchPaginationTokenType),
  Filter: v.optional(UserFilterType),
}) satisfies RequestOf<ListUsersRequest>;

export const { definition, handler } = signedOnPool({
  name: 'ListUsers',
  request,
  throws: [],
  run: async ({ AttributesToGet, Limit, PaginationToken, Filter }, { pool }): Promise<Wire<ListUsersResponse>> => {
    const filter = Filter ? parseFilter(Filter) : undefined;
    const wanted = AttributesToGet?.length ? AttributesToGet : undefined;
    const { users, token } = await findUsersPage(pool, {
      filter,
      wanted,
      limit: pageLimit(Limit),
      token: PaginationToken,
    });
    return {
      Users: users.map((user) => toUserType(user, (attribute) => wanted?.includes(attribute) ?? true)),
      PaginationToken: token,
    };
  },
});
