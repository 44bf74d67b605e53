/** A hash that says whether a password is the one it was made of. Constant-time. */
export interface CheckableHash {
  readonly verify: (password: string) => Promise<boolean>;
}

/** Why a hash is not checked here, as a sentence. */
export interface RefusedHash {
  readonly refused: string;
}

/** What a text says in one form of hashes; undefined where it is of another form. */
export type ReadHash = (text: string) => CheckableHash | RefusedHash | undefined;

// A hash shorter than this is not told from others of its kind by chance alone.
const fewestBytes = 16;
const mostBytes = 128;

/** The bytes of unpadded base64, as hashes in text form have them. Undefined where it is none. */
export const fromBase64 = (text: string): Buffer | undefined =>
  /^[A-Za-z0-9+/]*$/.test(text) && text.length % 4 !== 1 ? Buffer.from(text, 'base64') : undefined;

/** Bytes as unpadded base64. */
export const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/=+$/, '');

/** The bytes of a salt and of what was made with it; undefined where they are no base64 or of no sane length. */
export const findSaltAndHash = (
  salt: string | undefined,
  hash: string | undefined,
): { readonly salt: Buffer; readonly hash: Buffer } | undefined => {
  const [saltBytes, hashBytes] = [fromBase64(salt ?? ''), fromBase64(hash ?? '')];
  if (!saltBytes || saltBytes.length > mostBytes) return undefined;
  if (!hashBytes || hashBytes.length < fewestBytes || hashBytes.length > mostBytes) return undefined;
  return { salt: saltBytes, hash: hashBytes };
};

/** What is said of a hash that has the name of a form and not the form. */
export const malformed = (form: string): RefusedHash => ({ refused: `The hash is not in the form of ${form}.` });

/** What is said of a hash that would take too long, or too much memory, to check. */
export const tooDear = (form: string, most: string): RefusedHash => ({
  refused: `The ${form} hash asks for more than is given to one: ${most}.`,
});
