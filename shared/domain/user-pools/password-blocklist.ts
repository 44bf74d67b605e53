/** Lists of leaked passwords that a pool has beside the one that is built in, and what it does by them all. */
export interface PasswordBlocklist {
  /** True where the password policy itself refuses new passwords that are on a list. */
  readonly enforced: boolean;
  /** A file in the files bucket, in the version that was found, and its layout. */
  readonly file?: {
    readonly name: string;
    readonly version: string;
    readonly bucketBits: number;
    readonly slots: number;
  };
  /** A service of ranges: the address before the range, and how long it may take. */
  readonly rangeService?: { readonly url: string; readonly timeoutMs: number };
  /** True where a password is refused that a list could not be asked about. */
  readonly refusesUnchecked: boolean;
}

/** Where the file of that name is in the files bucket. */
export const blocklistKey = (name: string): string => `leaked-passwords/${name}`;
