import { createHmac } from 'node:crypto';
import { g, pad, toNumber } from './group.ts';
import { modexp } from './modexp.ts';
import type { Verifier } from './verifier.ts';

/** What an unknown user is answered with. */
export interface Decoy extends Verifier {
  /** A UUID, for names that stand for another. */
  readonly userId: string;
}

/**
 * Salt, verifier and user id for a user that is not there: the same each time for one name of one pool, and nothing
 * that anybody without the pool's secret can tell from a real user's.
 */
export const decoyVerifier = ({
  secret,
  poolName,
  username,
}: {
  readonly secret: Uint8Array;
  readonly poolName: string;
  readonly username: string;
}): Decoy => {
  const derive = (what: string): Buffer =>
    createHmac('sha256', secret).update(`${what} ${poolName} ${username}`).digest();
  const id = derive('user id').toString('hex');
  return {
    salt: derive('salt').subarray(0, 16),
    verifier: pad(modexp(g, toNumber(derive('verifier')))),
    userId: `${id.slice(0, 8)}-${id.slice(8, 12)}-${id.slice(12, 16)}-${id.slice(16, 20)}-${id.slice(20, 32)}`,
  };
};
