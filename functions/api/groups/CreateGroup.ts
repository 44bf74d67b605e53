/**
 * Makes a group in a pool.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateGroup.html
 */
import type { CreateGroupResponse } from '@aws-sdk/client-cognito-identity-provider';
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

const createGroup =
  ({ directory, groups }: Deps): Run<typeof GroupRequest, Wire<CreateGroupResponse>, SignedCaller> =>
  async (asked) => {
    const { pool } = await directory.pool(asked.UserPoolId);
    return { Group: toGroupType(await groups.create(pool, asked.GroupName, toGroupFacts(asked))) };
  };

export const definition = define({
  name: 'CreateGroup',
  caller: 'signed',
  request: GroupRequest,
  throws: ['GroupExistsException', 'LimitExceededException'],
  deps: () => ({ directory: directory(), groups: groups() }),
  run: createGroup,
});

export const handler = operation(definition, signed);
