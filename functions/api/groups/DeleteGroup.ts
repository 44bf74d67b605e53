/**
 * Deletes a group. The group is gone at once, new tokens are without it after ten seconds at most, and its members are
 * removed soon after.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteGroup.html
 */

import type { DeleteGroupRequest } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { workers } from '#shared/gateways/workers.ts';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { buryGroup, noGroup } from '#shared/services/groups/groups.ts';
import { GroupNameType, type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  GroupName: GroupNameType,
  UserPoolId: UserPoolIdType,
}) satisfies RequestOf<DeleteGroupRequest>;

export const { definition, handler } = signedOnPool({
  name: 'DeleteGroup',
  request,
  throws: [],
  run: async ({ GroupName, UserPoolId }, { pool }) => {
    const { wasThere, unfinished } = await buryGroup(pool, GroupName);
    // A second request, after a lost answer or a failure, has the work continue.
    const started = unfinished.map(({ name, id }) =>
      workers().start('PurgeGroup', { userPoolId: UserPoolId, groupName: name, groupId: id }),
    );
    await Promise.all(started);
    if (!wasThere) throw noGroup();
    return {};
  },
});
