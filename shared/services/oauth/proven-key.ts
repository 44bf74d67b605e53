import { clientOAuth } from '#shared/domain/app-clients/client-oauth.ts';
import { missingProof, type ProvedRequest } from '#shared/domain/oauth/dpop-proof.ts';
import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { checkProof, spendProof } from '../dpop/dpop-proofs.ts';

const spendFirst = async (pool: UserPool, request: ProvedRequest): Promise<string> => {
  const proof = await checkProof(pool, request);
  await spendProof(proof);
  return proof.jkt;
};

/**
 * The thumbprint of the key that a client's request proves, which its tokens will be bound to; undefined where it proves
 * none. One write where it does. Throws invalid_dpop_proof, also for a client that has to prove one, and use_dpop_nonce. RFC
 * 9449 section 5.
 */
export const provenKey = async (
  { pool, client }: ClientRecord,
  request: ProvedRequest | undefined,
): Promise<string | undefined> => {
  if (!request) {
    if (clientOAuth(client).requiresDpop) throw missingProof();
    return undefined;
  }
  return spendFirst(pool, request);
};

/**
 * The thumbprint of the key that a request proves, which is also the one that it names, if it names one. One write. Throws
 * invalid_dpop_proof, and use_dpop_nonce.
 */
export const boundByProof = async (
  { pool }: ClientRecord,
  request: ProvedRequest,
  named: string | null,
): Promise<string> => {
  const jkt = await spendFirst(pool, request);
  if (named === null || named === jkt) return jkt;
  throw new OAuthError('invalid_dpop_proof', { description: 'The DPoP proof is of another key than dpop_jkt.' });
};
