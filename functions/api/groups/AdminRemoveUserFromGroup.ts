/**
 * Removes a user from a group, which is no error where the user is not in it. Later tokens say so.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminRemoveUserFromGroup.html
 */

import type { AdminRemoveUserFromGroupRequest } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { leaveGroup } from '#shared/services/groups/memberships.ts';
import { GroupNameType, type RequestOf, UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Username: UsernameType,
  GroupName: GroupNameType,
}) satisfies RequestOf<AdminRemoveUserFromGroupRequest>;

export const { definition, handler } = signedOnPool({
  name: 'AdminRemoveUserFromGroup',
  request,
  throws: ['UserNotFoundException'],
  run: async ({ Username, GroupName }, { pool }) => {
    await leaveGroup(pool, Username, GroupName);
    return {};
  },
});
