import { createHmac, type KeyObject } from 'node:crypto';
import { g, modexp, pad, toNumber, type Verifier } from './verifier.ts';

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

/** The user id of the decoy, without the work of its verifier. */
export const decoyUserId = (unknown: Unknown): string => toUuid(derive(unknown, 'user id'));

/**
 * Salt, verifier and user id for a user who does not exist. They are always the same for one name in one pool. Without
 * the pool's secret nobody can tell them from a real user's.
 */
export const decoyVerifier = (unknown: Unknown): Decoy => ({
  salt: derive(unknown, 'salt').subarray(0, 16),
  verifier: pad(modexp(g, toNumber(derive(unknown, 'verifier')))),
  userId: decoyUserId(unknown),
});
