import { once } from '#shared/config/once.ts';
import { toItem, ttl } from '../table.ts';
import type { Write } from '../write.ts';
import { identityKeys } from './identity-keys.ts';

interface UsedAssertion {
  /** The ARN of the provider, which keeps its IDs apart from those of others. */
  readonly provider: string;
  readonly id: string;
  readonly poolId: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** Assertions of SAML providers that were logins, until they would not be taken any more. */
export const usedAssertionRepository = once(() => ({
  /**
   * Binds an assertion to the identity pool where it is shown first. It may come again there, as clients send a login more
   * than once. Elsewhere `refused` gives the error.
   */
  bind: ({ provider, id, poolId, expiresAt }: UsedAssertion, now: number, refused: () => Error): Write => ({
    put: toItem(
      'IdentityAssertion',
      identityKeys.assertion(provider, id),
      { poolId, expiresAt },
      { ttl: ttl(expiresAt) },
    ),
    when: {
      expression: 'attribute_not_exists(pk) OR #data.poolId = :pool OR #data.expiresAt <= :now',
      names: { '#data': 'data' },
      values: { ':pool': poolId, ':now': now },
      refused,
    },
  }),
}));
