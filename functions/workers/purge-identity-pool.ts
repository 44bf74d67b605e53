/**
 * Deletes the identities of a deleted identity pool. DeleteIdentityPool starts it. Payload: `identityPoolId`; without it,
 * every pool whose deletion was interrupted. Near the end of its time another call of it continues.
 */
import * as v from 'valibot';
import { longWork } from '#shared/api/long-work.ts';
import { worker } from '#shared/api/worker.ts';
import { workers } from '#shared/gateways/workers.ts';
import { purgeIdentityPool, unfinishedIdentityPools } from '#shared/services/identity-pools/identity-pool-purge.ts';
import { IdentityPoolId } from '#shared/wire/identity-pool-shapes.ts';

// Enough for handing on, and for the minute in which a purge waits for late writes.
const handOnMs = 90_000;

const payload = v.strictObject({ identityPoolId: v.optional(IdentityPoolId) });

export const handler = worker({
  name: 'PurgeIdentityPool',
  payload,
  run: longWork({
    handOnMs,
    jobs: async ({ identityPoolId }: v.InferOutput<typeof payload>) =>
      identityPoolId === undefined ? unfinishedIdentityPools() : [identityPoolId],
    work: purgeIdentityPool,
    handOn: (identityPoolId) => workers().start('PurgeIdentityPool', { identityPoolId }),
  }),
});
