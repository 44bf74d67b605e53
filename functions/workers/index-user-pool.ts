/**
 * Puts a pool's users into its new indexes. SetUserPoolSearchSettings starts it. Payload: `userPoolId`; without it,
 * every pool whose indexing was interrupted. Near the end of its time another call of it continues.
 */
import * as v from 'valibot';
import { longWork } from '#shared/api/long-work.ts';
import { worker } from '#shared/api/worker.ts';
import { workers } from '#shared/gateways/workers.ts';
import { fillSearchIndex, unfinishedSearchIndexings } from '#shared/services/user-pools/search-indexing.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';

// Enough for handing on, and for the minute in which it waits for late writes.
const handOnMs = 90_000;

const payload = v.strictObject({ userPoolId: v.optional(UserPoolIdType) });

export const handler = worker({
  name: 'IndexUserPool',
  payload,
  run: longWork({
    handOnMs,
    jobs: async ({ userPoolId }: v.InferOutput<typeof payload>) =>
      userPoolId === undefined ? unfinishedSearchIndexings() : [userPoolId],
    work: (poolId, isLate) => fillSearchIndex(poolId, isLate),
    handOn: (userPoolId) => workers().start('IndexUserPool', { userPoolId }),
  }),
});
