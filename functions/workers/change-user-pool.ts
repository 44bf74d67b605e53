/**
 * Takes a pool's change through its stages, which ApplyUserPoolChange, FinishUserPoolChange and RollBackUserPoolChange have
 * it do. Payload: `userPoolId`, or none for every pool with a change that is not over. Near the end of its time it hands
 * on to another call of itself.
 */
import * as v from 'valibot';
import { longWork } from '#shared/api/long-work.ts';
import { worker } from '#shared/api/worker.ts';
import { workers } from '#shared/gateways/workers.ts';
import { changeWork } from '#shared/services/user-pool-changes/change-work.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';

// Enough for the minute that a stage waits for functions to know of it, and for handing on.
const handOnMs = 90_000;

const payload = v.strictObject({ userPoolId: v.optional(UserPoolIdType) });

export const handler = worker({
  name: 'ChangeUserPool',
  payload,
  run: longWork({
    handOnMs,
    jobs: async ({ userPoolId }: v.InferOutput<typeof payload>) =>
      userPoolId === undefined ? changeWork().unfinished() : [userPoolId],
    work: (poolId, isLate) => changeWork().goOn(poolId, isLate),
    handOn: (userPoolId) => workers().start('ChangeUserPool', { userPoolId }),
  }),
});
