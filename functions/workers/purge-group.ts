/**
 * Removes the members of a deleted group. DeleteGroup starts it. Payload: `userPoolId`, `groupName` and `groupId`;
 * without them, every group whose deletion was interrupted. Near the end of its time another call of it continues.
 */
import * as v from 'valibot';
import { longWork } from '#shared/api/long-work.ts';
import { worker } from '#shared/api/worker.ts';
import { workers } from '#shared/gateways/workers.ts';
import { purgeGroup, unfinishedGroupPurges } from '#shared/services/groups/group-purge.ts';
import { GroupNameType, UserPoolIdType } from '#shared/wire/shapes.ts';

// Enough for handing on, and for the minute in which a purge waits for late additions.
const handOnMs = 90_000;

const payload = v.union([
  v.strictObject({ userPoolId: UserPoolIdType, groupName: GroupNameType, groupId: v.pipe(v.string(), v.uuid()) }),
  v.strictObject({}),
]);

export const handler = worker({
  name: 'PurgeGroup',
  payload,
  run: longWork({
    handOnMs,
    jobs: async (asked: v.InferOutput<typeof payload>) =>
      'groupId' in asked
        ? [{ poolId: asked.userPoolId, name: asked.groupName, id: asked.groupId }]
        : unfinishedGroupPurges(),
    work: (group, isLate) => purgeGroup(group, isLate),
    handOn: ({ poolId: userPoolId, name: groupName, id: groupId }) =>
      workers().start('PurgeGroup', { userPoolId, groupName, groupId }),
  }),
});
