/**
 * Takes a pool's change through its stages, which ApplyUserPoolChange, FinishUserPoolChange and RollBackUserPoolChange have
 * it do. Payload: `userPoolId`, or none for every pool with a change that is not over. Near the end of its time it hands
 * on to another call of itself.
 */
import * as v from 'valibot';
import { longWork } from '#shared/api/long-work.ts';
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

const changeUserPool = ({ changeWork, workers }: Deps) =>
  longWork({
    handOnMs,
    jobs: async ({ userPoolId }: v.InferOutput<typeof payload>) =>
      userPoolId === undefined ? changeWork.unfinished() : [userPoolId],
    work: (poolId, isLate) => changeWork.goOn(poolId, isLate),
    handOn: (userPoolId) => workers.start('ChangeUserPool', { userPoolId }),
  });

export const handler = worker({
  name: 'ChangeUserPool',
  payload,
  deps: () => ({ changeWork: changeWork(), workers: workers() }),
  run: changeUserPool,
});
