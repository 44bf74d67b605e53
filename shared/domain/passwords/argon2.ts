/** The cost of Argon2: memory in KiB, passes over it, lanes. RFC 9106 section 3.1. */
export interface Argon2Parameters {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

export type Argon2Variant = 'argon2d' | 'argon2i' | 'argon2id';

/** Argon2id and 32 bytes by default. */
interface Argon2Shape {
  readonly variant?: Argon2Variant;
  readonly tagBytes?: number;
}

/** The Argon2 tag of a password and salt. */
export type Argon2 = (
  password: string,
  salt: Uint8Array,
  parameters: Argon2Parameters & Argon2Shape,
) => Promise<Buffer>;

export const defaultTagBytes = 32;

/** The variants by their numbers. RFC 9106 section 3.1. */
export const variantNumbers: Readonly<Record<Argon2Variant, number>> = { argon2d: 0, argon2i: 1, argon2id: 2 };
