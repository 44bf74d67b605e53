import { createHash, createHmac, createSecretKey, type Hmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { CognitoException } from '#shared/errors/exception.ts';
import { g, type Identity, modexp, N, pad, toNumber } from './verifier.ts';

/** The server's side of an exchange; `b` is secret. */
export interface Exchange {
  readonly A: Buffer;
  readonly b: Buffer;
  readonly B: Buffer;
  /** B as it travels: lower-case hex. */
  readonly srpB: string;
  /** H(A, B): RFC 5054 section 2.6. It is no secret. */
  readonly u: Buffer;
}

const hash = (...parts: readonly Uint8Array[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();

// Node takes five times as long for a key in bytes.
const hmac = (key: Uint8Array): Hmac => createHmac('sha256', createSecretKey(key));

// k = H(N, g), so that a fake server can test at most one password per try. RFC 5054 section 2.5.3.
const k = toNumber(hash(pad(N), pad(g)));

const secretBytes = 32;
const longestHex = 2 * 385;

const toPublicValue = (a: string): bigint => {
  const value = a.length <= longestHex && /^[0-9a-f]+$/i.test(a) ? BigInt(`0x${a}`) : 0n;
  // With A = 0 (mod N) everybody would know the key, and with 1 or N - 1 nearly so. RFC 5054 section 2.5.4.
  if (value <= 1n || value >= N - 1n) throw new CognitoException('InvalidParameterException', 'SRP_A is not valid.');
  return value;
};

const publicValue = (verifier: bigint, b: bigint): bigint => (k * verifier + modexp(g, b)) % N;

const scrambling = (A: Uint8Array, B: bigint): Buffer => hash(pad(toNumber(A)), pad(B));

/** Answers a client's A: B = kv + g^b. Throws InvalidParameterException for an A that is not a proper group element. */
export const startExchange = ({
  verifier,
  a,
  b = randomBytes(secretBytes),
}: {
  readonly verifier: Uint8Array;
  /** SRP_A as the client sent it. */
  readonly a: string;
  readonly b?: Buffer;
}): Exchange => {
  const A = pad(toPublicValue(a));
  const B = publicValue(toNumber(verifier), toNumber(b));
  return { A, b, B: pad(B), srpB: B.toString(16), u: scrambling(A, B) };
};

/**
 * The 16-byte key that the server and a client share, if the client knows the password of the verifier. Without u, B is
 * computed again, which takes a third of the time.
 */
export const claimKey = ({
  verifier,
  A,
  b,
  u: known,
}: {
  readonly verifier: Uint8Array;
  readonly A: Uint8Array;
  readonly b: Uint8Array;
  readonly u: Uint8Array | undefined;
}): Buffer => {
  const v = toNumber(verifier);
  const u = toNumber(known ?? scrambling(A, publicValue(v, toNumber(b))));
  const S = modexp((toNumber(A) * modexp(v, u)) % N, toNumber(b));
  const extracted = hmac(pad(u)).update(pad(S)).digest();
  return hmac(extracted).update('Caldera Derived Key\u0001').digest().subarray(0, 16);
};

export interface PasswordClaim extends Identity {
  readonly key: Uint8Array;
  readonly secretBlock: Uint8Array;
  /** TIMESTAMP as the client sent it. */
  readonly timestamp: string;
  /** PASSWORD_CLAIM_SIGNATURE: base64. */
  readonly signature: string;
}

/** True where the signature was made with the key over pool, user, block and timestamp. Compares in constant time. */
export const isClaimSignature = ({
  key,
  poolName,
  userId,
  secretBlock,
  timestamp,
  signature,
}: PasswordClaim): boolean => {
  const expected = hmac(key).update(poolName).update(userId).update(secretBlock).update(timestamp).digest();
  const given = Buffer.from(signature, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
};
