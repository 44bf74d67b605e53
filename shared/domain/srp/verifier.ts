import { createHash, randomBytes } from 'node:crypto';
import { g, pad, toNumber } from './group.ts';
import { modexp } from './modexp.ts';

export interface Verifier {
  /** 16 bytes. */
  readonly salt: Buffer;
  readonly verifier: Buffer;
}

export interface Identity {
  /** The part of the pool id after the underscore; for a device, the group key. */
  readonly poolName: string;
  /** USER_ID_FOR_SRP; for a device, the device key. */
  readonly userId: string;
}

const sha256 = (...parts: readonly (Uint8Array | string)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/**
 * What the server stores instead of a password: v = g^x, x = H(salt, H(pool, user, ":", password)). RFC 5054 section
 * 2.4.
 */
export const createVerifier = ({
  poolName,
  userId,
  password,
  salt = randomBytes(16),
}: Identity & { readonly password: string; readonly salt?: Buffer }): Verifier => {
  const x = toNumber(sha256(pad(toNumber(salt)), sha256(`${poolName}${userId}:${password}`)));
  return { salt, verifier: pad(modexp(g, x)) };
};
