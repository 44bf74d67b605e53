/**
 * Deletes the users and app clients of a deleted user pool. DeleteUserPool starts it. Payload: `userPoolId`; without
 * it, every pool whose deletion was interrupted. Near the end of its time another call of it continues.
 */
import * as v from 'valibot';
import { longWork } from '#shared/api/long-work.ts';
import { worker } from '#shared/api/worker.ts';
import { workers } from '#shared/gateways/workers.ts';
import { poolPurge } from '#shared/services/user-pools/pool-purge.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';

// Enough for handing on, and for the minute in which a purge waits for late writes.
const handOnMs = 90_000;

const payload = v.strictObject({ userPoolId: v.optional(UserPoolIdType) });

export const handler = worker({
  name: 'PurgeUserPool',
  payload,
  run: longWork({
    handOnMs,
    jobs: async ({ userPoolId }: v.InferOutput<typeof payload>) =>
      userPoolId === undefined ? poolPurge().unfinished() : [userPoolId],
    work: (poolId, isLate) => poolPurge().purge(poolId, isLate),
    handOn: (userPoolId) => workers().start('PurgeUserPool', { userPoolId }),
  }),
});
