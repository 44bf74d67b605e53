/**
 * Takes a pool's change through its stages, which ApplyUserPoolChange, FinishUserPoolChange and RollBackUserPoolChange have
 * it do. Payload: `userPoolId`, or none for every pool with a change that is not over. Near the end of its time it hands
 * on to another call of itself.
 */
import * as v from 'valibot';
import { worker } from '#shared/api/worker.ts';
import type { Workers } from '#shared/gateways/workers.ts';
import type { ChangeWork } from '#shared/services/user-pool-changes/change-work.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';
import { changeWork } from '#shared/wiring/pool-changes.ts';
import { workers } from '#shared/wiring/workers.ts';

// Enough for the minute that a stage waits for functions to know of it, and for handing on.
const handOnMs = 90_000;

const payload = v.strictObject({ userPoolId: v.optional(UserPoolIdType) });

interface Deps {
  readonly changeWork: ChangeWork;
  readonly workers: Workers;
}

const changeUserPool =
  ({ changeWork, workers }: Deps) =>
  async ({ userPoolId }: v.InferOutput<typeof payload>, { remainingMs }: { readonly remainingMs: () => number }) => {
    const isLate = (): boolean => remainingMs() < handOnMs;
    const poolIds = userPoolId === undefined ? await changeWork.unfinished() : [userPoolId];
    for (const [turn, poolId] of poolIds.entries()) {
      const isLeft = turn > 0 && isLate();
      if (isLeft || !(await changeWork.goOn(poolId, isLate))) {
        await workers.start('ChangeUserPool', { userPoolId: poolId });
      }
    }
    return {};
  };

export const handler = worker({
  name: 'ChangeUserPool',
  payload,
  deps: () => ({ changeWork: changeWork(), workers: workers() }),
  run: changeUserPool,
});
