import { timingSafeEqual } from 'node:crypto';
import { type Argon2, type Argon2Parameters, type Argon2Variant, defaultTagBytes, variantNumbers } from './argon2.ts';
import { type CheckableHash, findSaltAndHash, malformed, type RefusedHash, tooDear } from './password-hash.ts';

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

const form =
  /^\$(argon2(?:d|id?))\$v=19\$m=(\d{1,9}),t=(\d{1,9}),p=(\d{1,9})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]+)$/;

interface ReadArgon2 {
  readonly variant: Argon2Variant;
  readonly parameters: Argon2Parameters;
  readonly salt: Buffer;
  readonly tag: Buffer;
}

const isVariant = (text: string | undefined): text is Argon2Variant =>
  text === 'argon2id' || text === 'argon2i' || text === 'argon2d';

const read = (text: string): ReadArgon2 | undefined => {
  const [, variant, memory, passes, parallelism, salt, tag] = form.exec(text) ?? [];
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
export const argon2: Argon2 = async (...input) => ((await findNativeArgon2()) ?? wasmArgon2)(...input);

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
export const readArgon2Hash = (text: string, hash: Argon2 = argon2): CheckableHash | RefusedHash | undefined => {
  if (!text.startsWith('$argon2')) return undefined;
  const found = read(text);
  if (!found) return malformed('Argon2, version 19');
  const { variant, parameters, salt, tag } = found;
  if (isTooDear(parameters)) return tooDear('Argon2', '256 MiB, 16 lanes, 64 passes, and 1 GiB in all its passes');
  return {
    verify: async (password) =>
      timingSafeEqual(await hash(password, salt, { ...parameters, variant, tagBytes: tag.length }), tag),
  };
};

/** The cost of an Argon2id hash; undefined for any other hash. */
export const findArgon2idParameters = (text: string): Argon2Parameters | undefined => {
  const found = read(text);
  return found?.variant === 'argon2id' ? found.parameters : undefined;
};
