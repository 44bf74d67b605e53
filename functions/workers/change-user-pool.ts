/**
 * Takes a pool's change through its stages. ApplyUserPoolChange, FinishUserPoolChange and RollBackUserPoolChange start
 * it. Payload: `userPoolId`; without it, every pool with an unfinished change. Near the end of its time another call of
 * it continues.
 */
import * as v from 'valibot';
import { longWork } from '#shared/api/long-work.ts';
import { worker } from '#shared/api/worker.ts';
import { workers } from '#shared/gateways/workers.ts';
import { changeWork } from '#shared/services/user-pool-changes/change-work.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';

// Enough for handing on, and for the minute in which functions learn of a stage.
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
