import type { Sealed } from '../user-pools/user-pool.ts';

/** Codes that replace a lost second factor. Each can be used once. */
export interface RecoveryCodes {
  /** The user that they were made for. */
  readonly sub: string;
  /** The key of the HMACs, sealed under the pool's general data key. Only for codes that were made in another pool. */
  readonly key?: Sealed;
  /**
   * The state of each code, by its HMAC in base64url: true while it is unused, then the sign-in that used it. A request
   * of that sign-in may bring the code again, where it got no answer before.
   */
  readonly codes: Readonly<Record<string, true | string>>;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}
