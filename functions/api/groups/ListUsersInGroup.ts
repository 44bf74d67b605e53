/**
 * Lists the users who are in a group, page by page.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsersInGroup.html
 */

import type { ListUsersInGroupRequest, ListUsersInGroupResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { listMembers } from '#shared/services/groups/member-list.ts';
import { pageLimit } from '#shared/services/page-tokens/page-tokens.ts';
import { GroupNameType, PaginationKey, QueryLimitType, type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';
import { toUserType } from '#shared/wire/user.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  GroupName: GroupNameType,
  Limit: v.optional(QueryLimitType),
  NextToken: v.optional(PaginationKey),
}) satisfies RequestOf<ListUsersInGroupRequest>;

export const { definition, handler } = signedOnPool({
  name: 'ListUsersInGroup',
  request,
  throws: [],
  run: async ({ GroupName, Limit, NextToken }, { pool }): Promise<Wire<ListUsersInGroupResponse>> => {
    const { users, token } = await listMembers(pool, GroupName, { limit: pageLimit(Limit), token: NextToken });
    return { Users: users.map((user) => toUserType(user)), NextToken: token };
  },
});
