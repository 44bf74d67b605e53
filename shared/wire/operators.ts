import * as v from 'valibot';
import { type OperatorConfiguration, type OperatorGroup, operatorRoles } from '#shared/domain/operators/operators.ts';
import { ClientIdType, GroupNameType, list, UserPoolIdType } from './shapes.ts';

const OperatorGroupType = v.object({
  GroupName: GroupNameType,
  Role: v.picklist(operatorRoles),
  UserPoolIds: v.optional(list(UserPoolIdType, { min: 1, max: 100 })),
});

/** Who the operators are, as requests say it. */
export const OperatorConfigurationType = v.object({
  UserPoolId: UserPoolIdType,
  ClientIds: list(ClientIdType, { min: 1, max: 10 }),
  Groups: list(OperatorGroupType, { min: 1, max: 100 }),
});

/** A group of operators in an answer. */
export const toOperatorGroup = ({ groupName, role, poolIds }: OperatorGroup) => ({
  GroupName: groupName,
  Role: role,
  ...(poolIds && { UserPoolIds: poolIds }),
});

/** Who the operators are, in an answer. Nothing where there are none. */
export const toOperatorAnswer = (configuration: OperatorConfiguration | undefined) => ({
  ...(configuration && {
    OperatorConfiguration: {
      UserPoolId: configuration.poolId,
      ClientIds: configuration.clientIds,
      Groups: configuration.groups.map(toOperatorGroup),
    },
  }),
});

/** Who the operators are, from a request. */
export const fromOperators = (given: v.InferOutput<typeof OperatorConfigurationType>): OperatorConfiguration => ({
  poolId: given.UserPoolId,
  clientIds: [...new Set(given.ClientIds)],
  groups: given.Groups.map(({ GroupName, Role, UserPoolIds }) => ({
    groupName: GroupName,
    role: Role,
    ...(UserPoolIds && { poolIds: [...new Set(UserPoolIds)] }),
  })),
});
