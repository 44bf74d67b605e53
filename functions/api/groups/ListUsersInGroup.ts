/**
 * Lists the users who are in a group, page by page.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsersInGroup.html
 */
import type { ListUsersInGroupRequest, ListUsersInGroupResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import type { MemberList } from '#shared/services/groups/member-list.ts';
import { pageLimit } from '#shared/services/page-tokens/page-tokens.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { GroupNameType, PaginationKey, QueryLimitType, UserPoolIdType } from '#shared/wire/shapes.ts';
import { toUserType } from '#shared/wire/user.ts';
import type { Wire } from '#shared/wire/wire.ts';
import { directory } from '#shared/wiring/directory.ts';
import { memberList } from '#shared/wiring/groups.ts';
import { signed } from '#shared/wiring/signed-callers.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  GroupName: GroupNameType,
  Limit: v.optional(QueryLimitType),
  NextToken: v.optional(PaginationKey),
}) satisfies RequestOf<ListUsersInGroupRequest>;

interface Deps {
  readonly directory: Directory;
  readonly memberList: MemberList;
}

const listUsersInGroup =
  ({ directory, memberList }: Deps): Run<typeof request, Wire<ListUsersInGroupResponse>, SignedCaller> =>
  async ({ UserPoolId, GroupName, Limit, NextToken }) => {
    const { pool } = await directory.pool(UserPoolId);
    const { users, token } = await memberList.page(pool, GroupName, { limit: pageLimit(Limit), token: NextToken });
    return { Users: users.map((user) => toUserType(user)), NextToken: token };
  };

export const definition = define({
  name: 'ListUsersInGroup',
  caller: 'signed',
  request,
  throws: [],
  deps: () => ({ directory: directory(), memberList: memberList() }),
  run: listUsersInGroup,
});

export const handler = operation(definition, signed);
