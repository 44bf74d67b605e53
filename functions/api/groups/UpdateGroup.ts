/**
 * Changes what a group is described by, its role and its precedence; what the request leaves out stays as it is.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateGroup.html
 */
import type { UpdateGroupResponse } from '@aws-sdk/client-cognito-identity-provider';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import type { Groups } from '#shared/services/groups/groups.ts';
import { GroupRequest, toGroupFacts, toGroupType } from '#shared/wire/group.ts';
import type { Wire } from '#shared/wire/wire.ts';
import { directory } from '#shared/wiring/directory.ts';
import { groups } from '#shared/wiring/groups.ts';
import { signed } from '#shared/wiring/signed-callers.ts';

interface Deps {
  readonly directory: Directory;
  readonly groups: Groups;
}

const updateGroup =
  ({ directory, groups }: Deps): Run<typeof GroupRequest, Wire<UpdateGroupResponse>, SignedCaller> =>
  async (asked) => {
    const { pool } = await directory.pool(asked.UserPoolId);
    return { Group: toGroupType(await groups.change(pool, asked.GroupName, toGroupFacts(asked))) };
  };

export const definition = define({
  name: 'UpdateGroup',
  caller: 'signed',
  request: GroupRequest,
  throws: [],
  deps: () => ({ directory: directory(), groups: groups() }),
  run: updateGroup,
});

export const handler = operation(definition, signed);
