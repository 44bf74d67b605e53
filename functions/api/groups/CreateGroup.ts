/**
 * Makes a group in a pool.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateGroup.html
 */

import type { CreateGroupResponse } from '@aws-sdk/client-cognito-identity-provider';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { createGroup } from '#shared/services/groups/groups.ts';
import { GroupRequest, toGroupFacts, toGroupType } from '#shared/wire/group.ts';
import type { Wire } from '#shared/wire/wire.ts';

export const { definition, handler } = signedOnPool({
  name: 'CreateGroup',
  request: GroupRequest,
  throws: ['GroupExistsException', 'LimitExceededException'],
  run: async (asked, { pool }): Promise<Wire<CreateGroupResponse>> => {
    return { Group: toGroupType(await createGroup(pool, asked.GroupName, toGroupFacts(asked))) };
  },
});
