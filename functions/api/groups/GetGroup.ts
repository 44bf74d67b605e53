/**
 * Gives an administrator a group.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetGroup.html
 */
import type { GetGroupRequest, GetGroupResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import type { Groups } from '#shared/services/groups/groups.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { toGroupType } from '#shared/wire/group.ts';
import { GroupNameType, UserPoolIdType } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';
import { directory } from '#shared/wiring/directory.ts';
import { groups } from '#shared/wiring/groups.ts';
import { signed } from '#shared/wiring/signed-callers.ts';

const request = v.object({
  GroupName: GroupNameType,
  UserPoolId: UserPoolIdType,
}) satisfies RequestOf<GetGroupRequest>;

interface Deps {
  readonly directory: Directory;
  readonly groups: Groups;
}

const getGroup =
  ({ directory, groups }: Deps): Run<typeof request, Wire<GetGroupResponse>, SignedCaller> =>
  async ({ GroupName, UserPoolId }) => {
    const { pool } = await directory.pool(UserPoolId);
    return { Group: toGroupType(await groups.get(pool, GroupName)) };
  };

export const definition = define({
  name: 'GetGroup',
  caller: 'signed',
  request,
  throws: [],
  deps: () => ({ directory: directory(), groups: groups() }),
  run: getGroup,
});

export const handler = operation(definition, signed);
