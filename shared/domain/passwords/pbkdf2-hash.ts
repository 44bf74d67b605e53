import { pbkdf2, timingSafeEqual } from 'node:crypto';
import { findSaltAndHash, malformed, type ReadHash, toBase64, tooDear } from './password-hash.ts';

/** The length of each digest in bytes. */
const digests = { sha1: 20, sha256: 32, sha512: 64 } as const;

export type Pbkdf2Digest = keyof typeof digests;

const mostWork = 6_000_000;

const form = /^\$pbkdf2-(sha1|sha256|sha512)\$i=(\d{1,9})(?:,l=(\d{1,3}))?\$([A-Za-z0-9+/]*)\$([A-Za-z0-9+/]+)$/;

const isDigest = (text: string | undefined): text is Pbkdf2Digest => text !== undefined && Object.hasOwn(digests, text);

/** A PBKDF2 hash in the form that we read. */
export const toPbkdf2Hash = (digest: Pbkdf2Digest, iterations: number, salt: Uint8Array, hash: Uint8Array): string =>
  `$pbkdf2-${digest}$i=${iterations},l=${hash.length}$${toBase64(salt)}$${toBase64(hash)}`;

const derive = (password: string, salt: Buffer, iterations: number, length: number, digest: string): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    pbkdf2(password, salt, iterations, length, digest, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });

/** Reads `$pbkdf2-sha256$i=600000,l=32$<salt>$<hash>`, also of sha512 and sha1. The length `l` may be left out. */
export const readPbkdf2Hash: ReadHash = (text) => {
  if (!text.startsWith('$pbkdf2-')) return undefined;
  const [, digest, count, length, salt64, hash64] = form.exec(text) ?? [];
  const iterations = Number(count);
  const bytes = findSaltAndHash(salt64, hash64);
  if (!isDigest(digest) || !bytes || iterations < 1) return malformed('PBKDF2');
  const { salt, hash } = bytes;
  if (length !== undefined && Number(length) !== hash.length) return malformed('PBKDF2');
  // Each block, as long as the digest, costs all the iterations again.
  if (iterations * Math.ceil(hash.length / digests[digest]) > mostWork) {
    return tooDear('PBKDF2', `${mostWork.toLocaleString('en')} iterations, for each block of the digest's length`);
  }
  return {
    verify: async (password) => timingSafeEqual(await derive(password, salt, iterations, hash.length, digest), hash),
  };
};
