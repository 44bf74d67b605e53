/**
 * Lists a pool's users, all of them or those that a filter finds, in pages.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html
 */
import type { ListUsersRequest, ListUsersResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import { parseFilter } from '#shared/domain/users/filter.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import { pageLimit } from '#shared/services/page-tokens/page-tokens.ts';
import type { UserSearch } from '#shared/services/users/user-search.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import {
  QueryLimitType,
  SearchedAttributeNamesListType,
  SearchPaginationTokenType,
  UserFilterType,
  UserPoolIdType,
} from '#shared/wire/shapes.ts';
import { toUserType } from '#shared/wire/user.ts';
import type { Wire } from '#shared/wire/wire.ts';
import { directory } from '#shared/wiring/directory.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { userSearch } from '#shared/wiring/user-search.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  AttributesToGet: v.optional(SearchedAttributeNamesListType),
  Limit: v.optional(QueryLimitType),
  PaginationToken: v.optional(SearchPaginationTokenType),
  Filter: v.optional(UserFilterType),
}) satisfies RequestOf<ListUsersRequest>;

interface Deps {
  readonly directory: Directory;
  readonly userSearch: UserSearch;
}

const listUsers =
  ({ directory, userSearch }: Deps): Run<typeof request, Wire<ListUsersResponse>, SignedCaller> =>
  async ({ UserPoolId, AttributesToGet, Limit, PaginationToken, Filter }) => {
    const { pool } = await directory.pool(UserPoolId);
    const filter = Filter ? parseFilter(Filter) : undefined;
    const wanted = AttributesToGet?.length ? AttributesToGet : undefined;
    const { users, token } = await userSearch.page(pool, {
      filter,
      wanted,
      limit: pageLimit(Limit),
      token: PaginationToken,
    });
    return {
      Users: users.map((user) => toUserType(user, (attribute) => wanted?.includes(attribute) ?? true)),
      PaginationToken: token,
    };
  };

export const definition = define({
  name: 'ListUsers',
  caller: 'signed',
  request,
  throws: [],
  deps: () => ({ directory: directory(), userSearch: userSearch() }),
  run: listUsers,
});

export const handler = operation(definition, signed);
