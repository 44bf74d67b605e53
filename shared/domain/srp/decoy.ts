import { createHmac } from 'node:crypto';
import { g, pad, toNumber } from './group.ts';
import { modexp } from './modexp.ts';
import type { Verifier } from './verifier.ts';

/** What an unknown user is answered with. */
export interface Decoy extends Verifier {
  /** A version 4 UUID, for names that stand for another. */
  readonly userId: string;
}

// Version and variant are those of a random UUID, RFC 9562 section 5.4: a real user's id has them.
const toUuid = (bytes: Buffer): string => {
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
};

interface Unknown {
  readonly secret: Uint8Array;
  readonly poolName: string;
  readonly username: string;
}

const derive = ({ secret, poolName, username }: Unknown, what: string): Buffer =>
  createHmac('sha256', secret).update(`${what} ${poolName} ${username}`).digest();

/** The user id of the decoy, without the work of its verifier. */
export const decoyUserId = (unknown: Unknown): string => toUuid(derive(unknown, 'user id'));

/**
 * Salt, verifier and user id for a user that is not there: the same each time for one name of one pool, and nothing
 * that anybody without the pool's secret can tell from a real user's.
 */
export const decoyVerifier = (unknown: Unknown): Decoy => ({
  salt: derive(unknown, 'salt').subarray(0, 16),
  verifier: pad(modexp(g, toNumber(derive(unknown, 'verifier')))),
  userId: decoyUserId(unknown),
});
