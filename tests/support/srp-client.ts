import { createHash, createHmac, randomBytes } from 'node:crypto';
import { g, modexp, N, pad, toNumber } from '#shared/domain/srp/verifier.ts';

const sha256 = (...parts: readonly (Uint8Array | string)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

export interface SrpCredentials {
  readonly poolName: string;
  readonly userId: string;
  readonly password: string;
  readonly salt: Uint8Array;
}

/**
 * The client's side of an exchange: its A, and the key that it computes from the server's B, in hex. RFC 5054 section
 * 2.6.
 */
export const startClient = () => {
  const a = toNumber(randomBytes(32));
  const A = modexp(g, a);
  return {
    srpA: A.toString(16),
    keyFor: ({ poolName, userId, password, salt }: SrpCredentials, srpB: string): Buffer => {
      const B = BigInt(`0x${srpB}`);
      const u = toNumber(sha256(pad(A), pad(B)));
      const x = toNumber(sha256(pad(toNumber(salt)), sha256(`${poolName}${userId}:${password}`)));
      const k = toNumber(sha256(pad(N), pad(g)));
      const base = (((B - k * modexp(g, x)) % N) + N) % N;
      const S = modexp(base, a + u * x);
      const extracted = createHmac('sha256', pad(u)).update(pad(S)).digest();
      return createHmac('sha256', extracted).update('Caldera Derived Key\u0001').digest().subarray(0, 16);
    },
  };
};
