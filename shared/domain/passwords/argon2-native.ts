import { type Argon2id, tagBytes } from './argon2.ts';

const load = async (): Promise<Argon2id | undefined> => {
  try {
    const { hashRaw } = await import('@node-rs/argon2');
    // Argon2id and version 0x13, by number: the package's enums exist for the type checker only.
    return (password, salt, { memory, passes, parallelism }) =>
      hashRaw(password, {
        salt,
        memoryCost: memory,
        timeCost: passes,
        parallelism,
        outputLen: tagBytes,
        algorithm: 2,
        version: 1,
      });
  } catch {
    return undefined;
  }
};

let loaded: Promise<Argon2id | undefined> | undefined;

/** The native implementation; undefined where its binary is missing. */
export const findNativeArgon2id = (): Promise<Argon2id | undefined> => {
  loaded ??= load();
  return loaded;
};
