/**
 * Changes a group's description, role and precedence. What the request leaves out stays as it is.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateGroup.html
 */

import type { UpdateGroupResponse } from '@aws-sdk/client-cognito-identity-provider';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { changeGroup } from '#shared/services/groups/groups.ts';
import { GroupRequest, toGroupFacts, toGroupType } from '#shared/wire/group.ts';
import type { Wire } from '#shared/wire/wire.ts';

export const { definition, handler } = signedOnPool({
  name: 'UpdateGroup',
  request: GroupRequest,
  throws: [],
  run: async (asked, { pool }): Promise<Wire<UpdateGroupResponse>> => {
    return { Group: toGroupType(await changeGroup(pool, asked.GroupName, toGroupFacts(asked))) };
  },
});
