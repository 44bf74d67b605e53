import { randomUUID } from 'node:crypto';
import { once } from '#shared/config/once.ts';
import { oauthKeys } from '../oauth-keys.ts';
import { toItem, ttl } from '../table.ts';
import type { Write } from '../write.ts';

interface Used {
  readonly clientId: string;
  readonly jti: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** Assertions by which app clients proved themselves, until they expire. */
export const clientAssertionRepository = once(() => ({
  /** Uses up an assertion. Of two requests with the same one, one succeeds, and `refused` gives the other's error. */
  use: ({ clientId, jti, expiresAt }: Used, now: number, refused: () => Error): Write => ({
    // The id tells a request that is sent twice from two requests.
    put: toItem(
      'ClientAssertion',
      oauthKeys.clientAssertion(clientId, jti),
      { expiresAt, usedBy: randomUUID() },
      {
        ttl: ttl(expiresAt),
      },
    ),
    when: {
      expression: 'attribute_not_exists(pk) OR #data.expiresAt <= :now',
      names: { '#data': 'data' },
      values: { ':now': now },
      refused,
    },
  }),
}));
