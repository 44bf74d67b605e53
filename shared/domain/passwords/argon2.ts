/** Argon2id's cost: memory in KiB, passes over it, lanes. RFC 9106 section 3.1. */
export interface Argon2Parameters {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

/** The 32-byte Argon2id tag of a password and salt. */
export type Argon2id = (password: string, salt: Uint8Array, parameters: Argon2Parameters) => Promise<Buffer>;

export const tagBytes = 32;
