import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { N, pad, toNumber, type Verifier } from './verifier.ts';

/** The answer for an unknown user. */
export interface Decoy extends Verifier {
  /** A version 4 UUID, for names that stand for a username. */
  readonly userId: string;
}

// With version and variant of a random UUID, as the ids of real users have them: RFC 9562 section 5.4.
const toUuid = (bytes: Buffer): string => {
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
};

interface Unknown {
  readonly secret: KeyObject;
  readonly poolName: string;
  readonly username: string;
}

const derive = ({ secret, poolName, username }: Unknown, what: string): Buffer =>
  createHmac('sha256', secret).update(`${what} ${poolName} ${username}`).digest();

// Enough bytes for the remainder by N to be even.
const elementBytes = 384 + 16;

// Verifiers are powers of g, and those are the squares: N is a safe prime, and g a square. So a square of which nobody knows
// the logarithm is as good as a power, which would take as long as all the rest of an answer to A.
const element = (secret: Buffer): Buffer => {
  const bytes = Buffer.from(hkdfSync('sha256', createSecretKey(secret), '', 'element', elementBytes));
  return pad(toNumber(bytes) ** 2n % N);
};

/** The user id of the decoy, without the work of its verifier. */
export const decoyUserId = (unknown: Unknown): string => toUuid(derive(unknown, 'user id'));

/**
 * Salt, verifier and user id for a user who does not exist. They are always the same for one name in one pool. Without
 * the pool's secret nobody can tell them from a real user's.
 */
export const decoyVerifier = (unknown: Unknown): Decoy => ({
  salt: derive(unknown, 'salt').subarray(0, 16),
  verifier: element(derive(unknown, 'verifier')),
  userId: decoyUserId(unknown),
});
