import { randomBytes, timingSafeEqual } from 'node:crypto';
import { type Argon2, type Argon2Parameters, type Argon2Variant, defaultTagBytes, variantNumbers } from './argon2.ts';
import { readBcryptHash } from './bcrypt-hash.ts';
import { readFirebaseScryptHash } from './firebase-scrypt-hash.ts';
import {
  type CheckableHash,
  findSaltAndHash,
  malformed,
  type RefusedHash,
  toBase64,
  tooDear,
} from './password-hash.ts';
import { readPbkdf2Hash } from './pbkdf2-hash.ts';
import { readScryptHash } from './scrypt-hash.ts';

const load = async (): Promise<Argon2 | undefined> => {
  try {
    const { hashRaw } = await import('@node-rs/argon2');
    // Variant and version 0x13 as numbers: the package's enums exist only for the type checker.
    return (password, salt, { memory, passes, parallelism, variant = 'argon2id', tagBytes = defaultTagBytes }) =>
      hashRaw(password, {
        salt,
        memoryCost: memory,
        timeCost: passes,
        parallelism,
        outputLen: tagBytes,
        algorithm: variantNumbers[variant],
        version: 1,
      });
  } catch {
    return undefined;
  }
};

let loaded: Promise<Argon2 | undefined> | undefined;

/** The native implementation; undefined where its binary is missing. */
export const findNativeArgon2 = (): Promise<Argon2 | undefined> => {
  loaded ??= load();
  return loaded;
};

// A hash from elsewhere may cost more than ours, but not all the memory that a function has.
const most = { memory: 262_144, passes: 64, parallelism: 16 };
const mostWork = 1_048_576;

const argon2Form =
  /^\$(argon2(?:d|id?))\$v=19\$m=(\d{1,9}),t=(\d{1,9}),p=(\d{1,9})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]+)$/;

interface ReadArgon2 {
  readonly variant: Argon2Variant;
  readonly parameters: Argon2Parameters;
  readonly salt: Buffer;
  readonly tag: Buffer;
}

const isVariant = (text: string | undefined): text is Argon2Variant =>
  text === 'argon2id' || text === 'argon2i' || text === 'argon2d';

const readArgon2 = (text: string): ReadArgon2 | undefined => {
  const [, variant, memory, passes, parallelism, salt, tag] = argon2Form.exec(text) ?? [];
  const bytes = findSaltAndHash(salt, tag);
  if (!isVariant(variant) || !bytes) return undefined;
  const parameters = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
  const isSane =
    parameters.parallelism >= 1 && parameters.passes >= 1 && parameters.memory >= 8 * parameters.parallelism;
  return isSane ? { variant, parameters, salt: bytes.salt, tag: bytes.hash } : undefined;
};

const isTooDear = ({ memory, passes, parallelism }: Argon2Parameters): boolean =>
  memory > most.memory || passes > most.passes || parallelism > most.parallelism || memory * passes > mostWork;

// Loaded only where needed: it is 13 kB of WebAssembly.
const wasmArgon2: Argon2 = async (...input) => (await import('./argon2-wasm.ts')).wasmArgon2(...input);

/** Argon2: native where there is a binary, otherwise by WebAssembly. */
const argon2: Argon2 = async (...input) => ((await findNativeArgon2()) ?? wasmArgon2)(...input);

const anyOrder = /^(\$argon2(?:d|id?)\$v=19\$)((?:[mtp]=\d+,){2}[mtp]=\d+)(\$.*)$/;

/**
 * A hash of Argon2 with its parameters in the order m, t, p; any other text as it is. Some libraries write another order,
 * and most read this one only.
 */
export const inUsualOrder = (text: string): string =>
  text.replace(anyOrder, (_whole, beginning: string, parameters: string, rest: string) => {
    const inOrder = parameters
      .split(',')
      .sort((one, other) => 'mtp'.indexOf(one.charAt(0)) - 'mtp'.indexOf(other.charAt(0)));
    return `${beginning}${inOrder.join(',')}${rest}`;
  });

/** Reads PHC strings such as `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<tag>`, also of argon2i and argon2d. */
const readArgon2Hash = (text: string, hash: Argon2 = argon2): CheckableHash | RefusedHash | undefined => {
  if (!text.startsWith('$argon2')) return undefined;
  const found = readArgon2(text);
  if (!found) return malformed('Argon2, version 19');
  const { variant, parameters, salt, tag } = found;
  if (isTooDear(parameters)) return tooDear('Argon2', '256 MiB, 16 lanes, 64 passes, and 1 GiB in all its passes');
  return {
    verify: async (password) =>
      timingSafeEqual(await hash(password, salt, { ...parameters, variant, tagBytes: tag.length }), tag),
  };
};

/** The cost of an Argon2id hash; undefined for any other hash. */
const findArgon2idParameters = (text: string): Argon2Parameters | undefined => {
  const found = readArgon2(text);
  return found?.variant === 'argon2id' ? found.parameters : undefined;
};

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
