/**
 * Puts the users of a pool into its new indexes, which SetUserPoolSearchSettings has it do. Payload: `userPoolId`, or none
 * for every pool whose indexing was interrupted. Near the end of its time it hands on to another call of itself.
 */
import * as v from 'valibot';
import { longWork } from '#shared/api/long-work.ts';
import { worker } from '#shared/api/worker.ts';
import type { Workers } from '#shared/gateways/workers.ts';
import type { SearchIndexings } from '#shared/services/user-pools/search-indexing.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';
import { searchIndexings } from '#shared/wiring/search-settings.ts';
import { workers } from '#shared/wiring/workers.ts';

// Enough for the minute that it waits for late writes, and for handing on.
const handOnMs = 90_000;

const payload = v.strictObject({ userPoolId: v.optional(UserPoolIdType) });

interface Deps {
  readonly searchIndexings: SearchIndexings;
  readonly workers: Workers;
}

const indexUserPool = ({ searchIndexings, workers }: Deps) =>
  longWork({
    handOnMs,
    jobs: async ({ userPoolId }: v.InferOutput<typeof payload>) =>
      userPoolId === undefined ? searchIndexings.unfinished() : [userPoolId],
    work: (poolId, isLate) => searchIndexings.fill(poolId, isLate),
    handOn: (userPoolId) => workers.start('IndexUserPool', { userPoolId }),
  });

export const handler = worker({
  name: 'IndexUserPool',
  payload,
  deps: () => ({ searchIndexings: searchIndexings(), workers: workers() }),
  run: indexUserPool,
});
