/**
 * Takes the members out of a deleted group, which DeleteGroup has it do. Payload: `userPoolId`, `groupName` and
 * `groupId`, or none of them for every group whose deletion was interrupted. Near the end of its time it hands on to
 * another call of itself.
 */
import * as v from 'valibot';
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

const purgeGroup =
  ({ groupPurge, workers }: Deps) =>
  async (asked: v.InferOutput<typeof payload>, { remainingMs }: { readonly remainingMs: () => number }) => {
    const isLate = (): boolean => remainingMs() < handOnMs;
    const groups =
      'groupId' in asked
        ? [{ poolId: asked.userPoolId, name: asked.groupName, id: asked.groupId }]
        : await groupPurge.unfinished();
    for (const [turn, group] of groups.entries()) {
      const isLeft = turn > 0 && isLate();
      if (isLeft || !(await groupPurge.purge(group, isLate))) {
        const { poolId: userPoolId, name: groupName, id: groupId } = group;
        await workers.start('PurgeGroup', { userPoolId, groupName, groupId });
      }
    }
    return {};
  };

export const handler = worker({
  name: 'PurgeGroup',
  payload,
  deps: () => ({ groupPurge: groupPurge(), workers: workers() }),
  run: purgeGroup,
});
