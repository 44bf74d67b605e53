/**
 * Gives an administrator a group.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetGroup.html
 */

import type { GetGroupRequest, GetGroupResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { getGroup } from '#shared/services/groups/groups.ts';
import { toGroupType } from '#shared/wire/group.ts';
import { GroupNameType, type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  GroupName: GroupNameType,
  UserPoolId: UserPoolIdType,
}) satisfies RequestOf<GetGroupRequest>;

export const { definition, handler } = signedOnPool({
  name: 'GetGroup',
  request,
  throws: [],
  run: async ({ GroupName }, { pool }): Promise<Wire<GetGroupResponse>> => {
    return { Group: toGroupType(await getGroup(pool, GroupName)) };
  },
});
