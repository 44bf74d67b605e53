import { randomBytes } from 'node:crypto';
import type { Argon2, Argon2Parameters } from './argon2.ts';
import { argon2, findArgon2idParameters, findNativeArgon2, readArgon2Hash } from './argon2-hash.ts';
import { readBcryptHash } from './bcrypt-hash.ts';
import { readFirebaseScryptHash } from './firebase-scrypt-hash.ts';
import { type CheckableHash, type RefusedHash, toBase64 } from './password-hash.ts';
import { readPbkdf2Hash } from './pbkdf2-hash.ts';
import { readScryptHash } from './scrypt-hash.ts';

/** The minimum that OWASP recommends for Argon2id. */
export const defaultParameters: Argon2Parameters = { memory: 19_456, passes: 2, parallelism: 1 };

const saltBytes = 16;
const longest = 1024;

/** The implementation that hashes here: native where there is a binary, otherwise WebAssembly. */
export const argon2Provider = async (): Promise<'native' | 'wasm'> =>
  (await findNativeArgon2()) === undefined ? 'wasm' : 'native';

/** A password's Argon2id hash as PHC string, with a salt of its own. */
export const hashPassword = async (
  password: string,
  parameters: Argon2Parameters,
  hash: Argon2 = argon2,
): Promise<string> => {
  const salt = randomBytes(saltBytes);
  const tag = await hash(password, salt, parameters);
  const { memory, passes, parallelism } = parameters;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${toBase64(salt)}$${toBase64(tag)}`;
};

const unknown: RefusedHash = { refused: 'The hash is in no form that is known here.' };

const readHash = (text: string, hash: Argon2): CheckableHash | RefusedHash =>
  (text.length > longest ? unknown : undefined) ??
  readArgon2Hash(text, hash) ??
  readBcryptHash(text) ??
  readScryptHash(text) ??
  readPbkdf2Hash(text) ??
  readFirebaseScryptHash(text) ??
  unknown;

/**
 * Why we cannot check a hash, as a sentence: it is not one, or checking it would cost too much. Undefined where we can.
 */
export const reasonAgainstHash = (text: string): string | undefined => {
  const found = readHash(text, argon2);
  return 'refused' in found ? found.refused : undefined;
};

/** True for the password of the hash. False also for a text that we cannot check as a hash. Constant-time. */
export const verifyPassword = async (password: string, text: string, hash: Argon2 = argon2): Promise<boolean> => {
  const found = readHash(text, hash);
  return 'refused' in found ? false : found.verify(password);
};

/**
 * True for a hash that is not Argon2id, or weaker than `parameters`: it is replaced when the password is next at hand.
 */
export const isOutdated = (text: string, { memory, passes, parallelism }: Argon2Parameters): boolean => {
  const made = findArgon2idParameters(text);
  return !made || made.memory < memory || made.passes < passes || made.parallelism < parallelism;
};
