/**
 * Puts the users of a pool into its new indexes, which SetUserPoolSearchSettings has it do. Payload: `userPoolId`, or none
 * for every pool whose indexing was interrupted. Near the end of its time it hands on to another call of itself.
 */
import * as v from 'valibot';
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

const indexUserPool =
  ({ searchIndexings, workers }: Deps) =>
  async ({ userPoolId }: v.InferOutput<typeof payload>, { remainingMs }: { readonly remainingMs: () => number }) => {
    const isLate = (): boolean => remainingMs() < handOnMs;
    const poolIds = userPoolId === undefined ? await searchIndexings.unfinished() : [userPoolId];
    for (const [turn, poolId] of poolIds.entries()) {
      const isLeft = turn > 0 && isLate();
      if (isLeft || !(await searchIndexings.fill(poolId, isLate))) {
        await workers.start('IndexUserPool', { userPoolId: poolId });
      }
    }
    return {};
  };

export const handler = worker({
  name: 'IndexUserPool',
  payload,
  deps: () => ({ searchIndexings: searchIndexings(), workers: workers() }),
  run: indexUserPool,
});
