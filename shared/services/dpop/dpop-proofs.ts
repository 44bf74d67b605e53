/** Proofs of keys that come with requests: RFC 9449. */
import { now } from '#shared/config/clock.ts';
import { dpopProofRepository } from '#shared/data/oauth/dpop-proof-repository.ts';
import { table } from '#shared/data/table.ts';
import { type DpopProof, type ProvedRequest, readDpopProof } from '#shared/domain/oauth/dpop-proof.ts';
import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { newNonce, nonceReader } from './dpop-nonces.ts';

/**
 * Checks the proof of a request, with the access token that comes with it. Nothing is stored. Without `nonces`, the pool's
 * keys are not opened, and a proof counts by the client's clock alone. Throws invalid_dpop_proof and use_dpop_nonce.
 */
export const checkProof = async (
  pool: UserPool,
  { proof, method, uri }: ProvedRequest,
  { accessToken, nonces = true }: { readonly accessToken?: string; readonly nonces?: boolean } = {},
): Promise<DpopProof> => {
  const madeAt = nonces ? await nonceReader(pool) : () => undefined;
  try {
    return readDpopProof(proof, { method, uri, accessToken, madeAt, now: now() });
  } catch (error) {
    if (!(nonces && error instanceof OAuthError && error.code === 'use_dpop_nonce')) throw error;
    throw new OAuthError(error.code, { description: error.description, nonce: await newNonce(pool) });
  }
};

/** Uses up a proof. One write. Throws invalid_dpop_proof where it was used before. */
export const spendProof = (proof: DpopProof): Promise<void> => {
  const used = () => new OAuthError('invalid_dpop_proof', { description: 'The DPoP proof was used before.' });
  return table().write([dpopProofRepository().use(proof, now(), used)]);
};
