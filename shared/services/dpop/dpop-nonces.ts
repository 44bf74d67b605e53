/** Nonces for proofs of keys: RFC 9449 section 8. Nothing is stored of them: one says when it was made, and proves that. */
import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import { now } from '#shared/config/clock.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { sealing } from '../sealing/sealing.ts';

const timeBytes = 6;
const proofBytes = 16;

const proofOf = (key: KeyObject, time: Buffer): Buffer =>
  createHmac('sha256', key).update(time).digest().subarray(0, proofBytes);

const keyOf = async (pool: UserPool): Promise<KeyObject> => (await sealing().general(pool)).key('dpop nonces');

/** A nonce of the pool, made now. */
export const newNonce = async (pool: UserPool): Promise<string> => {
  const time = Buffer.alloc(timeBytes);
  time.writeUIntBE(now(), 0, timeBytes);
  return Buffer.concat([time, proofOf(await keyOf(pool), time)]).toString('base64url');
};

/** Reads nonces of the pool: when one was made, in epoch milliseconds; undefined for what is none. */
export const nonceReader = async (pool: UserPool): Promise<(nonce: string) => number | undefined> => {
  const key = await keyOf(pool);
  return (nonce) => {
    const bytes = Buffer.from(nonce, 'base64url');
    if (bytes.length !== timeBytes + proofBytes) return undefined;
    const [time, proof] = [bytes.subarray(0, timeBytes), bytes.subarray(timeBytes)];
    return timingSafeEqual(proof, proofOf(key, time)) ? time.readUIntBE(0, timeBytes) : undefined;
  };
};
