import {
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  getDiffieHellman,
  randomBytes,
} from 'node:crypto';

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

// A Diffie-Hellman agreement computes base^exponent mod N. OpenSSL's is constant-time, and three times as fast as
// BigInt. The keys are passed as DER, since createDiffieHellman(prime) would test the prime at every call, for more
// than a second.

const length = (bytes: number): Buffer => {
  if (bytes < 0x80) return Buffer.from([bytes]);
  return bytes < 0x100 ? Buffer.from([0x81, bytes]) : Buffer.from([0x82, bytes >> 8, bytes & 0xff]);
};

const der = (tag: number, ...contents: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag]), length(content.length), content]);
};

const integer = (value: bigint): Buffer => der(0x02, pad(value));
const sequence = (...contents: readonly Buffer[]): Buffer => der(0x30, ...contents);

// PKCS #3 dhKeyAgreement, 1.2.840.113549.1.3.1, over the group.
const algorithm = sequence(der(0x06, Buffer.from('2a864886f70d010301', 'hex')), sequence(integer(N), integer(g)));

/** base^exponent mod N, for 1 < base < N - 1 and exponent > 0. Throws for others, which OpenSSL refuses. */
export const modexp = (base: bigint, exponent: bigint): bigint => {
  const privateKey = createPrivateKey({
    key: sequence(integer(0n), algorithm, der(0x04, integer(exponent))),
    format: 'der',
    type: 'pkcs8',
  });
  const publicKey = createPublicKey({
    key: sequence(algorithm, der(0x03, Buffer.from([0]), integer(base))),
    format: 'der',
    type: 'spki',
  });
  return toNumber(diffieHellman({ privateKey, publicKey }));
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
