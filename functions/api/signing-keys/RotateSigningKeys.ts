/**
 * Gives a pool new signing keys. They are published at once. They sign only after an overlap in seconds, two hours by
 * default, in which every verifier can fetch them. The present keys stay published until the last token that they may
 * have signed has expired, and are removed by the next rotation after that. `SigningAlgorithm` is RS256 or ES256; by
 * default the new keys are of the kind that signs now. Answers every published key: `Kid`, `Use` (access or id),
 * `SigningAlgorithm`, `ActiveFrom` and, for a key that is being retired, `PublishedUntil`, in epoch seconds. An operation
 * of Gatehouse's own: its target is `Gatehouse.RotateSigningKeys`. While keys of an earlier
 * rotation do not sign yet, an overlap of 0 replaces them, and any other throws LimitExceededException.
 */

import * as v from 'valibot';
import { now } from '#shared/config/clock.ts';
import { poolRepository } from '#shared/data/pools/pool-repository.ts';
import { table } from '#shared/data/table.ts';
import { rotationOf } from '#shared/domain/tokens/key-rotation.ts';
import { activeKey, algorithmOf } from '#shared/domain/tokens/signing-keys.ts';
import { signed } from '#shared/operations/signed.ts';
import { forgetPool } from '#shared/services/directory/directory.ts';
import { dataKeysFor } from '#shared/services/sealing/sealing.ts';
import { makeSigningKeys } from '#shared/services/signing-keys/signing-keys.ts';
import { getUserPool } from '#shared/services/user-pools/user-pools.ts';
import { integer, UserPoolIdType } from '#shared/wire/shapes.ts';
import { type SigningKeyType, toSigningKeyType } from '#shared/wire/signing-key.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  OverlapSeconds: v.optional(integer({ min: 0, max: 2_592_000 })),
  SigningAlgorithm: v.optional(v.picklist(['RS256', 'ES256'])),
});

interface Response {
  readonly SigningKeys: readonly SigningKeyType[];
}

export const { definition, handler } = signed({
  name: 'RotateSigningKeys',
  request,
  throws: ['ConcurrentModificationException', 'LimitExceededException'],
  run: async ({ UserPoolId, OverlapSeconds = 7200, SigningAlgorithm }): Promise<Response> => {
    const { pool, signingKeys } = await getUserPool(UserPoolId);
    const createdAt = now();
    const activeFrom = createdAt + OverlapSeconds * 1000;
    const { kept, retired } = rotationOf(signingKeys, activeFrom, createdAt);
    const algorithm = SigningAlgorithm ?? algorithmOf(activeKey(signingKeys, 'access', createdAt));
    const added = await makeSigningKeys(dataKeysFor(pool.settings), pool.id, { createdAt, activeFrom }, algorithm);
    const published = [...kept, ...added];
    // By the pool's version, one of two rotations at once succeeds.
    await table().write([
      poolRepository().update({ ...pool, version: pool.version + 1 }),
      ...published.map(poolRepository().putSigningKey),
      ...retired.map(poolRepository().removeSigningKey),
    ]);
    forgetPool(pool);
    return { SigningKeys: published.map(toSigningKeyType) };
  },
});
