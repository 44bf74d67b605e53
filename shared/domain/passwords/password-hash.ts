/** A hash that can check a password. Constant-time. */
export interface CheckableHash {
  readonly verify: (password: string) => Promise<boolean>;
}

/** Why we do not check a hash, as a sentence. */
export interface RefusedHash {
  readonly refused: string;
}

/** Reads one form of hashes; undefined for a text of another form. */
export type ReadHash = (text: string) => CheckableHash | RefusedHash | undefined;

// Shorter hashes of different passwords might be equal by chance.
const fewestBytes = 16;
const mostBytes = 128;

/** The bytes of unpadded base64, as text forms of hashes have them; undefined for other text. */
export const fromBase64 = (text: string): Buffer | undefined =>
  /^[A-Za-z0-9+/]*$/.test(text) && text.length % 4 !== 1 ? Buffer.from(text, 'base64') : undefined;

/** Bytes as unpadded base64. */
export const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/=+$/, '');

/** The bytes of a salt and of the hash made with it; undefined where they are not base64 or have no sensible length. */
export const findSaltAndHash = (
  salt: string | undefined,
  hash: string | undefined,
): { readonly salt: Buffer; readonly hash: Buffer } | undefined => {
  const [saltBytes, hashBytes] = [fromBase64(salt ?? ''), fromBase64(hash ?? '')];
  if (!saltBytes || saltBytes.length > mostBytes) return undefined;
  if (!hashBytes || hashBytes.length < fewestBytes || hashBytes.length > mostBytes) return undefined;
  return { salt: saltBytes, hash: hashBytes };
};

/** The refusal of a hash that has the name of a form but not the form. */
export const malformed = (form: string): RefusedHash => ({ refused: `The hash is not in the form of ${form}.` });

/** The refusal of a hash that would take too much time or memory to check. */
export const tooDear = (form: string, most: string): RefusedHash => ({
  refused: `The ${form} hash asks for more than is given to one: ${most}.`,
});
