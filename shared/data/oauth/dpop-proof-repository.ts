import { randomUUID } from 'node:crypto';
import { once } from '#shared/config/once.ts';
import type { DpopProof } from '#shared/domain/oauth/dpop-proof.ts';
import { oauthKeys } from '../oauth-keys.ts';
import { toItem, ttl } from '../table.ts';
import type { Write } from '../write.ts';

/** Proofs of keys (RFC 9449) that were used, until they would be refused for their age. */
export const dpopProofRepository = once(() => ({
  /** Uses up a proof. Of two requests with the same one, one succeeds, and `refused` gives the other's error. */
  use: ({ jkt, jti, expiresAt }: DpopProof, now: number, refused: () => Error): Write => ({
    // The id tells a request that is sent twice from two requests.
    put: toItem(
      'DpopProof',
      oauthKeys.dpopProof(jkt, jti),
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
