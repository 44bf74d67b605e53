import type { CreateGroupRequest, GroupType, UpdateGroupRequest } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import type { Group } from '#shared/domain/groups/group.ts';
import { ArnType, DescriptionType, GroupNameType, PrecedenceType, type RequestOf, UserPoolIdType } from './shapes.ts';
import { toEpochSeconds, type Wire } from './wire.ts';

/** The request of CreateGroup and UpdateGroup. */
export const GroupRequest = v.object({
  GroupName: GroupNameType,
  UserPoolId: UserPoolIdType,
  Description: v.optional(DescriptionType),
  RoleArn: v.optional(ArnType),
  Precedence: v.optional(PrecedenceType),
}) satisfies RequestOf<CreateGroupRequest> & RequestOf<UpdateGroupRequest>;

/** A group's facts, without its name. */
export const toGroupFacts = ({ Description, RoleArn, Precedence }: v.InferOutput<typeof GroupRequest>) => ({
  description: Description,
  precedence: Precedence,
  roleArn: RoleArn,
});

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
