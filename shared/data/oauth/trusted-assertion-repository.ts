import { once } from '#shared/config/once.ts';
import { oauthKeys } from '../oauth-keys.ts';
import type { Write } from '../write.ts';
import { useOnce } from './used-once.ts';

interface Used {
  readonly poolId: string;
  readonly issuer: string;
  readonly jti: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** Tokens of other issuers that count once, until they expire. */
export const trustedAssertionRepository = once(() => ({
  /** Uses up a token. Of two requests with the same one, one succeeds, and `refused` gives the other's error. */
  use: ({ poolId, issuer, jti, expiresAt }: Used, now: number, refused: () => Error): Write =>
    useOnce(
      { type: 'TrustedAssertion', key: oauthKeys.trustedAssertion(poolId, issuer, jti), expiresAt },
      now,
      refused,
    ),
}));
