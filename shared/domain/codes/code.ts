/** What a code is for. A user has at most one code of each purpose, and a new one replaces it. */
export type CodePurpose = 'SIGN_UP' | 'FORGOT_PASSWORD' | 'VERIFY_EMAIL' | 'VERIFY_PHONE_NUMBER';

export interface Code {
  readonly purpose: CodePurpose;
  /** HMAC of the code under a key of the pool. The code itself is stored nowhere. */
  readonly digest: Uint8Array;
  /** The user that it was made for. A later user of the same name cannot use it. */
  readonly sub: string;
  /** Where it was sent: the attribute, and its value at that time. */
  readonly attribute: 'email' | 'phone_number';
  readonly destination: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}
