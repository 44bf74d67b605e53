import { getDiffieHellman } from 'node:crypto';

// The 3072-bit group of RFC 3526, section 4: OpenSSL has it as modp15.
const prime = getDiffieHellman('modp15').getPrime();

export const N: bigint = BigInt(`0x${prime.toString('hex')}`);
export const g = 2n;

/** Big-endian bytes of a non-negative number, as few as hold it, after a zero byte where the top bit is set. */
export const pad = (value: bigint): Buffer => {
  const hex = value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex');
};

/** The number that big-endian bytes stand for. */
export const toNumber = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`);
