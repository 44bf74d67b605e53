import { randomUUID } from 'node:crypto';
import { DeleteIdentityPoolCommand } from '@aws-sdk/client-cognito-identity';
import { expect, it } from 'vitest';
import {
  developerName,
  developerToken,
  getId,
  identityAdmin,
  makeIdentityPool,
} from '#tests/support/identity-pools.ts';
import { itemsOfIdentityPool } from '#tests/support/raw-table.ts';
import { callWorker } from '#tests/support/workers.ts';

it('PurgeIdentityPool deletes what is left of deleted identity pools, and nothing of others', async () => {
  const [gone, kept] = [
    await makeIdentityPool({ DeveloperProviderName: developerName }),
    await makeIdentityPool({ DeveloperProviderName: developerName }),
  ];
  for (const poolId of [gone, kept]) {
    await getId(poolId);
    await developerToken(poolId, randomUUID());
  }
  const before = await itemsOfIdentityPool(kept);
  // As long ago as it takes until nobody writes for the pool any more.
  await identityAdmin({ ahead: -120_000 }).send(new DeleteIdentityPoolCommand({ IdentityPoolId: gone }));

  await callWorker('PurgeIdentityPool', {});

  expect(await itemsOfIdentityPool(gone)).toEqual([]);
  expect(await itemsOfIdentityPool(kept)).toEqual(before);
});
