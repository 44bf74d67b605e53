/**
 * Takes a user out of a group; one who is not in it stays out. Tokens made from then on say so.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminRemoveUserFromGroup.html
 */
import type { AdminRemoveUserFromGroupRequest } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import type { Memberships } from '#shared/services/groups/memberships.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { GroupNameType, UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';
import { directory } from '#shared/wiring/directory.ts';
import { memberships } from '#shared/wiring/groups.ts';
import { signed } from '#shared/wiring/signed-callers.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Username: UsernameType,
  GroupName: GroupNameType,
}) satisfies RequestOf<AdminRemoveUserFromGroupRequest>;

interface Deps {
  readonly directory: Directory;
  readonly memberships: Memberships;
}

const adminRemoveUserFromGroup =
  ({ directory, memberships }: Deps): Run<typeof request, object, SignedCaller> =>
  async ({ UserPoolId, Username, GroupName }) => {
    const { pool } = await directory.pool(UserPoolId);
    await memberships.remove(pool, Username, GroupName);
    return {};
  };

export const definition = define({
  name: 'AdminRemoveUserFromGroup',
  caller: 'signed',
  request,
  throws: ['UserNotFoundException'],
  deps: () => ({ directory: directory(), memberships: memberships() }),
  run: adminRemoveUserFromGroup,
});

export const handler = operation(definition, signed);
