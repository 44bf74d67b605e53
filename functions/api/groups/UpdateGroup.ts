/**
 * Changes what a group is described by, its role and its precedence; what the request leaves out stays as it is.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateGroup.html
 */
import type { UpdateGroupRequest, UpdateGroupResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import type { Groups } from '#shared/services/groups/groups.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { toGroupType } from '#shared/wire/group.ts';
import { ArnType, DescriptionType, GroupNameType, PrecedenceType, UserPoolIdType } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';
import { directory } from '#shared/wiring/directory.ts';
import { groups } from '#shared/wiring/groups.ts';
import { signed } from '#shared/wiring/signed-callers.ts';

const request = v.object({
  GroupName: GroupNameType,
  UserPoolId: UserPoolIdType,
  Description: v.optional(DescriptionType),
  RoleArn: v.optional(ArnType),
  Precedence: v.optional(PrecedenceType),
}) satisfies RequestOf<UpdateGroupRequest>;

interface Deps {
  readonly directory: Directory;
  readonly groups: Groups;
}

const updateGroup =
  ({ directory, groups }: Deps): Run<typeof request, Wire<UpdateGroupResponse>, SignedCaller> =>
  async ({ GroupName, UserPoolId, Description: description, RoleArn: roleArn, Precedence: precedence }) => {
    const { pool } = await directory.pool(UserPoolId);
    return { Group: toGroupType(await groups.change(pool, GroupName, { description, precedence, roleArn })) };
  };

export const definition = define({
  name: 'UpdateGroup',
  caller: 'signed',
  request,
  throws: [],
  deps: () => ({ directory: directory(), groups: groups() }),
  run: updateGroup,
});

export const handler = operation(definition, signed);
