/**
 * Makes a group in a pool.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateGroup.html
 */
import type { CreateGroupRequest, CreateGroupResponse } from '@aws-sdk/client-cognito-identity-provider';
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
}) satisfies RequestOf<CreateGroupRequest>;

interface Deps {
  readonly directory: Directory;
  readonly groups: Groups;
}

const createGroup =
  ({ directory, groups }: Deps): Run<typeof request, Wire<CreateGroupResponse>, SignedCaller> =>
  async ({ GroupName, UserPoolId, Description: description, RoleArn: roleArn, Precedence: precedence }) => {
    const { pool } = await directory.pool(UserPoolId);
    return { Group: toGroupType(await groups.create(pool, GroupName, { description, precedence, roleArn })) };
  };

export const definition = define({
  name: 'CreateGroup',
  caller: 'signed',
  request,
  throws: ['GroupExistsException', 'LimitExceededException'],
  deps: () => ({ directory: directory(), groups: groups() }),
  run: createGroup,
});

export const handler = operation(definition, signed);
