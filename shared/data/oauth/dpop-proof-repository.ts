import { once } from '#shared/config/once.ts';
import type { DpopProof } from '#shared/domain/oauth/dpop-proof.ts';
import { oauthKeys } from '../oauth-keys.ts';
import type { Write } from '../write.ts';
import { useOnce } from './used-once.ts';

/** Proofs of keys (RFC 9449) that were used, until they would be refused for their age. */
export const dpopProofRepository = once(() => ({
  /** Uses up a proof. Of two requests with the same one, one succeeds, and `refused` gives the other's error. */
  use: ({ jkt, jti, expiresAt }: DpopProof, now: number, refused: () => Error): Write =>
    useOnce({ type: 'DpopProof', key: oauthKeys.dpopProof(jkt, jti), expiresAt }, now, refused),
}));
