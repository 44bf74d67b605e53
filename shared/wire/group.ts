import type { GroupType } from '@aws-sdk/client-cognito-identity-provider';
import type { Group } from '#shared/domain/groups/group.ts';
import { toEpochSeconds, type Wire } from './wire.ts';

/** A group as the API answers it. */
export const toGroupType = (group: Group): Wire<GroupType> => ({
  GroupName: group.name,
  UserPoolId: group.poolId,
  Description: group.description,
  RoleArn: group.roleArn,
  Precedence: group.precedence,
  LastModifiedDate: toEpochSeconds(group.updatedAt),
  CreationDate: toEpochSeconds(group.createdAt),
});
