import { createCipheriv, timingSafeEqual } from 'node:crypto';
import { findSaltAndHash, fromBase64, malformed, type ReadHash, toBase64 } from './password-hash.ts';
import { deriveScrypt, isScrypt, reasonAgainstCost } from './scrypt.ts';

/** The parameters of all password hashes of a Firebase project, as its console shows them. */
export interface FirebaseHashConfig {
  readonly signerKey: Uint8Array;
  readonly saltSeparator: Uint8Array;
  readonly rounds: number;
  readonly memoryCost: number;
}

const form =
  /^\$firebase-scrypt\$ln=(\d{1,2}),r=(\d{1,5}),sep=([A-Za-z0-9+/]*),key=([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]*)\$([A-Za-z0-9+/]+)$/;

/** A Firebase hash in the form that we read. */
export const toFirebaseScryptHash = (config: FirebaseHashConfig, salt: Uint8Array, hash: Uint8Array): string => {
  const { signerKey, saltSeparator, rounds, memoryCost } = config;
  const shared = `ln=${memoryCost},r=${rounds},sep=${toBase64(saltSeparator)},key=${toBase64(signerKey)}`;
  return `$firebase-scrypt$${shared}$${toBase64(salt)}$${toBase64(hash)}`;
};

/**
 * Reads `$firebase-scrypt$ln=14,r=8,sep=<separator>,key=<signer key>$<salt>$<hash>`. It is Firebase's own variant,
 * which encrypts the project's key under the result of scrypt.
 */
export const readFirebaseScryptHash: ReadHash = (text) => {
  if (!text.startsWith('$firebase-scrypt$')) return undefined;
  const [, logN, blockSize, separator64 = '', key64 = '', salt64, hash64] = form.exec(text) ?? [];
  const parameters = { logN: Number(logN), blockSize: Number(blockSize), parallelism: 1 };
  const [bytes, separator, signerKey] = [findSaltAndHash(salt64, hash64), fromBase64(separator64), fromBase64(key64)];
  if (!bytes || !separator || signerKey?.length !== bytes.hash.length || !isScrypt(parameters)) {
    return malformed('Firebase scrypt');
  }
  const salt = Buffer.concat([bytes.salt, separator]);
  return (
    reasonAgainstCost('Firebase scrypt', parameters) ?? {
      verify: async (password) => {
        const cipher = createCipheriv(
          'aes-256-ctr',
          await deriveScrypt(password, salt, 32, parameters),
          Buffer.alloc(16),
        );
        return timingSafeEqual(Buffer.concat([cipher.update(signerKey), cipher.final()]), bytes.hash);
      },
    }
  );
};
