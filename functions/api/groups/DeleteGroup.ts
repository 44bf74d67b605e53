/**
 * Deletes a group: it is gone at once, from new tokens within ten seconds, and its members leave it soon after.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteGroup.html
 */
import type { DeleteGroupRequest } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { Workers } from '#shared/gateways/workers.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import { type Groups, noGroup } from '#shared/services/groups/groups.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { GroupNameType, UserPoolIdType } from '#shared/wire/shapes.ts';
import { directory } from '#shared/wiring/directory.ts';
import { groups } from '#shared/wiring/groups.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { workers } from '#shared/wiring/workers.ts';

const request = v.object({
  GroupName: GroupNameType,
  UserPoolId: UserPoolIdType,
}) satisfies RequestOf<DeleteGroupRequest>;

interface Deps {
  readonly directory: Directory;
  readonly groups: Groups;
  readonly workers: Workers;
}

const deleteGroup =
  ({ directory, groups, workers }: Deps): Run<typeof request, object, SignedCaller> =>
  async ({ GroupName, UserPoolId }) => {
    const { pool } = await directory.pool(UserPoolId);
    const { wasThere, unfinished } = await groups.bury(pool, GroupName);
    // Whoever asks again, as the first answer was lost or a failure, has the work go on.
    const started = unfinished.map(({ name, id }) =>
      workers.start('PurgeGroup', { userPoolId: UserPoolId, groupName: name, groupId: id }),
    );
    await Promise.all(started);
    if (!wasThere) throw noGroup();
    return {};
  };

export const definition = define({
  name: 'DeleteGroup',
  caller: 'signed',
  request,
  throws: [],
  deps: () => ({ directory: directory(), groups: groups(), workers: workers() }),
  run: deleteGroup,
});

export const handler = operation(definition, signed);
