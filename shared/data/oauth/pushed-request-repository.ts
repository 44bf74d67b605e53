import { randomUUID } from 'node:crypto';
import { once } from '#shared/config/once.ts';
import { oauthKeys } from '../oauth-keys.ts';
import { toItem, ttl } from '../table.ts';
import type { Write } from '../write.ts';

interface Used {
  readonly id: string;
  /** Until when it would be taken, in epoch milliseconds. */
  readonly expiresAt: number;
}

/** References to pushed requests for authorization that were used, until they would be refused for their age. */
export const pushedRequestRepository = once(() => ({
  /** Uses up a reference. Of two requests with the same one, one succeeds, and `refused` gives the other's error. */
  use: (poolId: string, { id, expiresAt }: Used, refused: () => Error): Write => ({
    // The id tells a request that is sent twice from two requests.
    put: toItem(
      'PushedRequest',
      oauthKeys.pushedRequest(poolId, id),
      { usedBy: randomUUID() },
      {
        ttl: ttl(expiresAt),
      },
    ),
    when: { expression: 'attribute_not_exists(pk)', refused },
  }),
}));
