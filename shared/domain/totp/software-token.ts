import type { Sealed } from '../user-pools/user-pool.ts';

/** A user's authenticator app: the seed that it shares with us, from which RFC 6238 makes codes. */
export interface SoftwareToken {
  /** The user that it was made for. */
  readonly sub: string;
  /** Twenty random bytes, sealed under the pool's general data key. */
  readonly seed: Sealed;
  readonly friendlyName?: string;
  /**
   * The latest time step, of thirty seconds, from which a code was accepted. No code of that step, or an earlier one,
   * is accepted again.
   */
  readonly lastStep: number;
  /** The sign-in that used that code. A request of it that got no answer may bring the code again. */
  readonly lastSignInId?: string;
}

/** A seed that was told to the user and waits for its first code. */
export interface PendingSoftwareToken {
  /** The user that it was made for. */
  readonly sub: string;
  /** Sealed under the pool's general data key. */
  readonly seed: Sealed;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}
