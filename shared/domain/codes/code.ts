/** What a code is for. A user has at most one code of each purpose: a new one replaces it. */
export type CodePurpose = 'SIGN_UP' | 'FORGOT_PASSWORD' | 'VERIFY_EMAIL' | 'VERIFY_PHONE_NUMBER';

export interface Code {
  readonly purpose: CodePurpose;
  /** HMAC of the code under a key of the pool: the code itself is kept nowhere. */
  readonly digest: Uint8Array;
  /** The user that it was made for: a later user of the same name has no use for it. */
  readonly sub: string;
  /** Where it went: the attribute and its value then. */
  readonly attribute: 'email' | 'phone_number';
  readonly destination: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}
