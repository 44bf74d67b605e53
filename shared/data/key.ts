import { createHash } from 'node:crypto';

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** SHA-256 of a text, in hexadecimal digits. */
export const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * A name as part of a key. A key has at most 2,048 bytes, and NFKC can make a name eighteen times longer. No name has a
 * space before a hex digit.
 */
export const bounded = (name: string): string => (Buffer.byteLength(name) <= 512 ? name : `sha256 ${sha256Of(name)}`);
