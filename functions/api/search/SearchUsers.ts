/**
 * Searches a pool's users by any attribute, `created`, `updated` and `group`. All `Filters` must match: each has an
 * `Attribute`, and one of `Equals`, `StartsWith`, `AtLeast` and `AtMost`, `Exists`. `SortBy` sorts by an indexed
 * attribute. `Count` gives only how many there are. One call examines at most 500 users, so a page may be short and
 * still have a `NextToken`. An operation of Gatehouse's own: its target is `Gatehouse.SearchUsers`.
 */

import type { UserType } from '@aws-sdk/client-cognito-identity-provider';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { attributeSearch } from '#shared/services/users/attribute-search.ts';
import { toUserType } from '#shared/wire/user.ts';
import { SearchUsersRequest, toAskedCondition } from '#shared/wire/user-search.ts';
import type { Wire } from '#shared/wire/wire.ts';

interface Response {
  readonly Users: readonly Wire<UserType>[];
  /** How many users were read to find these. */
  readonly Examined: number;
  /** How many were counted since the first page. Without a NextToken, these are all. */
  readonly Count?: number;
  readonly CountedBy?: 'INDEX' | 'USERS';
  readonly NextToken?: string;
}

const mostUsers = 60;

export const { definition, handler } = signedOnPool({
  name: 'SearchUsers',
  request: SearchUsersRequest,
  throws: [],
  run: async (
    { Filters = [], SortBy, AttributesToGet, Count = false, Limit = mostUsers, NextToken },
    { pool },
  ): Promise<Response> => {
    const { users, examined, count, token } = await attributeSearch().page(pool, {
      conditions: Filters.map(toAskedCondition),
      sortBy: SortBy && {
        attribute: SortBy.Attribute,
        order: SortBy.Order === 'DESCENDING' ? 'descending' : 'ascending',
      },
      isCount: Count,
      limit: Limit,
      token: NextToken,
    });
    const wanted = AttributesToGet?.length ? AttributesToGet : undefined;
    return {
      Users: users.map((user) => toUserType(user, (attribute) => wanted?.includes(attribute) ?? true)),
      Examined: examined,
      ...(count && { Count: count.total, CountedBy: count.by }),
      ...(token !== undefined && { NextToken: token }),
    };
  },
});
