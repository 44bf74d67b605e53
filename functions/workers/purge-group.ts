/**
 * Takes the members out of a deleted group, which DeleteGroup has it do. Payload: `userPoolId`, `groupName` and
 * `groupId`, or none of them for every group whose deletion was interrupted. Near the end of its time it hands on to
 * another call of itself.
 */
import * as v from 'valibot';
import { longWork } from '#shared/api/long-work.ts';
import { worker } from '#shared/api/worker.ts';
import type { Workers } from '#shared/gateways/workers.ts';
import type { GroupPurge } from '#shared/services/groups/group-purge.ts';
import { GroupNameType, UserPoolIdType } from '#shared/wire/shapes.ts';
import { groupPurge } from '#shared/wiring/groups.ts';
import { workers } from '#shared/wiring/workers.ts';

// Enough for the minute that a purge waits for late additions, and for handing on.
const handOnMs = 90_000;

const payload = v.union([
  v.strictObject({ userPoolId: UserPoolIdType, groupName: GroupNameType, groupId: v.pipe(v.string(), v.uuid()) }),
  v.strictObject({}),
]);

interface Deps {
  readonly groupPurge: GroupPurge;
  readonly workers: Workers;
}

const purgeGroup = ({ groupPurge, workers }: Deps) =>
  longWork({
    handOnMs,
    jobs: async (asked: v.InferOutput<typeof payload>) =>
      'groupId' in asked
        ? [{ poolId: asked.userPoolId, name: asked.groupName, id: asked.groupId }]
        : groupPurge.unfinished(),
    work: (group, isLate) => groupPurge.purge(group, isLate),
    handOn: ({ poolId: userPoolId, name: groupName, id: groupId }) =>
      workers.start('PurgeGroup', { userPoolId, groupName, groupId }),
  });

export const handler = worker({
  name: 'PurgeGroup',
  payload,
  deps: () => ({ groupPurge: groupPurge(), workers: workers() }),
  run: purgeGroup,
});
