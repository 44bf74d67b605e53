import { getDiffieHellman } from 'node:crypto';

// The 3072-bit group of RFC 3526, section 4, which OpenSSL calls modp15.
const prime = getDiffieHellman('modp15').getPrime();

export const N: bigint = BigInt(`0x${prime.toString('hex')}`);
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
