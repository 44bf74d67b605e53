import { randomUUID } from 'node:crypto';
import { once } from '#shared/config/once.ts';
import { providerKeys } from '../provider-keys.ts';
import { toItem, ttl } from '../table.ts';
import type { Write } from '../write.ts';

interface Used {
  readonly poolId: string;
  /** Digest of the state. */
  readonly digest: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** States that providers have brought back, until they expire. */
export const usedStateRepository = once(() => ({
  /** Uses up a state. Of two answers with the same one, one succeeds, and `refused` gives the other's error. */
  use: ({ poolId, digest, expiresAt }: Used, refused: () => Error): Write => ({
    // The id tells a request that is sent twice from two requests.
    put: toItem(
      'UsedState',
      providerKeys.usedState(poolId, digest),
      { expiresAt, usedBy: randomUUID() },
      { ttl: ttl(expiresAt) },
    ),
    when: { expression: 'attribute_not_exists(pk)', refused },
  }),
}));
