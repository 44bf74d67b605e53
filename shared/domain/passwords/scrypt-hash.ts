import { timingSafeEqual } from 'node:crypto';
import { findSaltAndHash, malformed, type ReadHash } from './password-hash.ts';
import { deriveScrypt, isScrypt, reasonAgainstCost } from './scrypt.ts';

const form = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,5}),p=(\d{1,5})\$([A-Za-z0-9+/]*)\$([A-Za-z0-9+/]+)$/;

/** Reads `$scrypt$ln=15,r=8,p=1$<salt>$<hash>`: N is 2 to the power of `ln`, salt and hash are unpadded base64. */
export const readScryptHash: ReadHash = (text) => {
  if (!text.startsWith('$scrypt$')) return undefined;
  const [, logN, blockSize, parallelism, salt64, hash64] = form.exec(text) ?? [];
  const parameters = { logN: Number(logN), blockSize: Number(blockSize), parallelism: Number(parallelism) };
  const bytes = findSaltAndHash(salt64, hash64);
  if (!bytes || !isScrypt(parameters)) return malformed('scrypt');
  const { salt, hash } = bytes;
  return (
    reasonAgainstCost('scrypt', parameters) ?? {
      verify: async (password) => timingSafeEqual(await deriveScrypt(password, salt, hash.length, parameters), hash),
    }
  );
};
