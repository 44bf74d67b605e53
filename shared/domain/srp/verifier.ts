import { createHash, DiffieHellman, getDiffieHellman, randomBytes } from 'node:crypto';

// The 3072-bit group of RFC 3526, section 4, which OpenSSL calls modp15.
const group = getDiffieHellman('modp15');

export const N: bigint = BigInt(`0x${group.getPrime('hex')}`);
export const g = 2n;

/**
 * The bytes of a non-negative number, big-endian and as few as possible, with a leading zero byte where the top bit is
 * set.
 */
export const pad = (value: bigint): Buffer => {
  const hex = value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex');
};

/** The number that the big-endian bytes represent. */
export const toNumber = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`);

// A Diffie-Hellman agreement computes base^exponent mod N. OpenSSL's is constant-time, and seven times as fast as BigInt.
// An object of a known group has no setter for its private key, but takes that of the class it is made by. A
// createDiffieHellman(prime) has one, but first tests the prime, which takes more than a second.
const setExponent = (exponent: bigint): void => {
  DiffieHellman.prototype.setPrivateKey.call(group, pad(exponent).toString('hex'), 'hex');
};

/** base^exponent mod N, for 1 < base < N - 1 and exponent > 0. Throws for others. */
export const modexp = (base: bigint, exponent: bigint): bigint => {
  if (exponent <= 0n) throw new RangeError('The exponent is not positive.');
  setExponent(exponent);
  try {
    return toNumber(group.computeSecret(pad(base)));
  } finally {
    // The exponent is secret, and OpenSSL clears the memory of a key that is replaced.
    setExponent(1n);
  }
};

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
