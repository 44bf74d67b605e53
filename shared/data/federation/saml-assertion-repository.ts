import { randomUUID } from 'node:crypto';
import { once } from '#shared/config/once.ts';
import { providerKeys } from '../provider-keys.ts';
import { toItem, ttl } from '../table.ts';
import type { Write } from '../write.ts';

interface Used {
  readonly poolId: string;
  /** The entity ID of the provider, which keeps its IDs apart from those of others. */
  readonly issuer: string;
  readonly id: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** Assertions that somebody signed in by, until they would not be taken any more. */
export const samlAssertionRepository = once(() => ({
  /** Uses up an assertion. Of two requests with the same one, one succeeds, and `refused` gives the other's error. */
  use: ({ poolId, issuer, id, expiresAt }: Used, now: number, refused: () => Error): Write => ({
    // The id tells a request that is sent twice from two requests.
    put: toItem(
      'SamlAssertion',
      providerKeys.samlAssertion(poolId, issuer, id),
      { expiresAt, usedBy: randomUUID() },
      { ttl: ttl(expiresAt) },
    ),
    when: {
      expression: 'attribute_not_exists(pk) OR #data.expiresAt <= :now',
      names: { '#data': 'data' },
      values: { ':now': now },
      refused,
    },
  }),
}));
