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
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import type { MemberList } from '#shared/services/groups/member-list.ts';
import { pageLimit } from '#shared/services/page-tokens/page-tokens.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { toGroupType } from '#shared/wire/group.ts';
import { PaginationKey, QueryLimitType, UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';
import { directory } from '#shared/wiring/directory.ts';
import { memberList } from '#shared/wiring/groups.ts';
import { signed } from '#shared/wiring/signed-callers.ts';

const request = v.object({
  Username: UsernameType,
  UserPoolId: UserPoolIdType,
  Limit: v.optional(QueryLimitType),
  NextToken: v.optional(PaginationKey),
}) satisfies RequestOf<AdminListGroupsForUserRequest>;

interface Deps {
  readonly directory: Directory;
  readonly memberList: MemberList;
}

const adminListGroupsForUser =
  ({ directory, memberList }: Deps): Run<typeof request, Wire<AdminListGroupsForUserResponse>, SignedCaller> =>
  async ({ Username, UserPoolId, Limit, NextToken }) => {
    const { pool } = await directory.pool(UserPoolId);
    const paging = { limit: pageLimit(Limit), token: NextToken };
    const { groups, token } = await memberList.groupsOf(pool, Username, paging);
    return { Groups: groups.map(toGroupType), NextToken: token };
  };

export const definition = define({
  name: 'AdminListGroupsForUser',
  caller: 'signed',
  request,
  throws: ['UserNotFoundException'],
  deps: () => ({ directory: directory(), memberList: memberList() }),
  run: adminListGroupsForUser,
});

export const handler = operation(definition, signed);
