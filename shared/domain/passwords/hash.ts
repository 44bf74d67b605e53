import { randomBytes, timingSafeEqual } from 'node:crypto';
import { type Argon2id, type Argon2Parameters, tagBytes } from './argon2.ts';
import { findNativeArgon2id } from './argon2-native.ts';

/** OWASP's floor for Argon2id. */
export const defaultParameters: Argon2Parameters = { memory: 19_456, passes: 2, parallelism: 1 };

const saltBytes = 16;

// A hash from elsewhere may ask for more than ours does, but not for all the memory that a function has.
const most = { memory: 262_144, passes: 64, parallelism: 16 };

const form = /^\$argon2id\$v=19\$m=(\d{1,8}),t=(\d{1,4}),p=(\d{1,3})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{43})$/;

interface Phc {
  readonly parameters: Argon2Parameters;
  readonly salt: Buffer;
  readonly tag: Buffer;
}

const base64 = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');

const parse = (phc: string): Phc | undefined => {
  const [, memory, passes, parallelism, salt = '', tag = ''] = form.exec(phc) ?? [];
  const parameters = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
  const sane =
    parameters.parallelism >= 1 &&
    parameters.parallelism <= most.parallelism &&
    parameters.memory >= 8 * parameters.parallelism &&
    parameters.memory <= most.memory &&
    parameters.passes >= 1 &&
    parameters.passes <= most.passes;
  return sane ? { parameters, salt: Buffer.from(salt, 'base64'), tag: Buffer.from(tag, 'base64') } : undefined;
};

/** Which implementation hashes here: the native one where its binary is, WebAssembly everywhere else. */
export const argon2Provider = async (): Promise<'native' | 'wasm'> =>
  (await findNativeArgon2id()) === undefined ? 'wasm' : 'native';

// Loaded only where it is needed: it is 13 kB of WebAssembly.
const wasmArgon2id: Argon2id = async (...input) => (await import('./argon2-wasm.ts')).wasmArgon2id(...input);

const argon2id: Argon2id = async (...input) => ((await findNativeArgon2id()) ?? wasmArgon2id)(...input);

/** A password's Argon2id hash in PHC string form, under a salt of its own. */
export const hashPassword = async (
  password: string,
  parameters: Argon2Parameters,
  hash: Argon2id = argon2id,
): Promise<string> => {
  const salt = randomBytes(saltBytes);
  const tag = await hash(password, salt, parameters);
  const { memory, passes, parallelism } = parameters;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(tag)}`;
};

/** True for the password of the hash; false too for what is no Argon2id hash that may be checked here. Constant-time. */
export const verifyPassword = async (password: string, phc: string, hash: Argon2id = argon2id): Promise<boolean> => {
  const parsed = parse(phc);
  if (!parsed) return false;
  const tag = await hash(password, parsed.salt, parsed.parameters);
  return tag.length === tagBytes && timingSafeEqual(tag, parsed.tag);
};

/** True for a hash below any of `parameters`: to be made anew when the password is next at hand. */
export const isOutdated = (phc: string, { memory, passes, parallelism }: Argon2Parameters): boolean => {
  const made = parse(phc)?.parameters;
  return !made || made.memory < memory || made.passes < passes || made.parallelism < parallelism;
};
