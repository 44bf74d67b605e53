/** Codes that stand for a second factor that is lost: each is good once. */
export interface RecoveryCodes {
  /** The user that they were made for. */
  readonly sub: string;
  /**
   * By the HMACs, base64url, of the codes: true for one that was not used yet, else the sign-in that used it, of which
   * a request that got no answer may bring the code again.
   */
  readonly codes: Readonly<Record<string, true | string>>;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}
