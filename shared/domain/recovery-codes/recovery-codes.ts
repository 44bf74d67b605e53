import type { Sealed } from '../user-pools/user-pool.ts';

/** Codes that stand for a second factor that is lost: each is good once. */
export interface RecoveryCodes {
  /** The user that they were made for. */
  readonly sub: string;
  /** Of the HMACs, sealed under the pool's general data key: of codes that were made in another pool. */
  readonly key?: Sealed;
  /**
   * By the HMACs, base64url, of the codes: true for one that was not used yet, else the sign-in that used it, of which
   * a request that got no answer may bring the code again.
   */
  readonly codes: Readonly<Record<string, true | string>>;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}
