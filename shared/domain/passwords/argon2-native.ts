import { type Argon2, defaultTagBytes, variantNumbers } from './argon2.ts';

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
