/**
 * Deletes the users and app clients of a deleted user pool, which DeleteUserPool has it do. Payload: `userPoolId`, or
 * none for every pool whose deletion was interrupted. Near the end of its time it hands on to another call of itself.
 */
import * as v from 'valibot';
import { worker } from '#shared/api/worker.ts';
import type { Workers } from '#shared/gateways/workers.ts';
import type { PoolPurge } from '#shared/services/user-pools/pool-purge.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';
import { poolPurge } from '#shared/wiring/pool-purge.ts';
import { workers } from '#shared/wiring/workers.ts';

// Enough for the minute that a purge waits for late writes, and for handing on.
const handOnMs = 90_000;

const payload = v.strictObject({ userPoolId: v.optional(UserPoolIdType) });

interface Deps {
  readonly poolPurge: PoolPurge;
  readonly workers: Workers;
}

const purgeUserPool =
  ({ poolPurge, workers }: Deps) =>
  async ({ userPoolId }: v.InferOutput<typeof payload>, { remainingMs }: { readonly remainingMs: () => number }) => {
    const isLate = (): boolean => remainingMs() < handOnMs;
    const poolIds = userPoolId === undefined ? await poolPurge.unfinished() : [userPoolId];
    for (const [turn, poolId] of poolIds.entries()) {
      const isLeft = turn > 0 && isLate();
      if (isLeft || !(await poolPurge.purge(poolId, isLate)))
        await workers.start('PurgeUserPool', { userPoolId: poolId });
    }
    return {};
  };

export const handler = worker({
  name: 'PurgeUserPool',
  payload,
  deps: () => ({ poolPurge: poolPurge(), workers: workers() }),
  run: purgeUserPool,
});
