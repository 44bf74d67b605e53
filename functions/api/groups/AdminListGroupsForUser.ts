/**
 * Lists the groups that a user is in, by precedence, page by page.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminListGroupsForUser.html
 */

import type {
  AdminListGroupsForUserRequest,
  AdminListGroupsForUserResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { listGroupsOf } from '#shared/services/groups/member-list.ts';
import { pageLimit } from '#shared/services/page-tokens/page-tokens.ts';
import { toGroupType } from '#shared/wire/group.ts';
import { PaginationKey, QueryLimitType, type RequestOf, UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  Username: UsernameType,
  UserPoolId: UserPoolIdType,
  Limit: v.optional(QueryLimitType),
  NextToken: v.optional(PaginationKey),
}) satisfies RequestOf<AdminListGroupsForUserRequest>;

export const { definition, handler } = signedOnPool({
  name: 'AdminListGroupsForUser',
  request,
  throws: ['UserNotFoundException'],
  run: async ({ Username, Limit, NextToken }, { pool }): Promise<Wire<AdminListGroupsForUserResponse>> => {
    const paging = { limit: pageLimit(Limit), token: NextToken };
    const { groups, token } = await listGroupsOf(pool, Username, paging);
    return { Groups: groups.map(toGroupType), NextToken: token };
  },
});
