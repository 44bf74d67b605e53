import type { Sealed } from '../user-pools/user-pool.ts';

/** A user's authenticator app: a seed that it shares with us, as the codes of RFC 6238 are made of. */
export interface SoftwareToken {
  /** The user that it was made for. */
  readonly sub: string;
  /** Twenty random bytes, sealed under the pool's general data key. */
  readonly seed: Sealed;
  readonly friendlyName?: string;
  /** The latest time step, of thirty seconds, of which a code was taken: none of it or before it is taken again. */
  readonly lastStep: number;
  /** The sign-in that took that code: a request of it that got no answer may bring the code again. */
  readonly lastSignInId?: string;
}

/** A seed that was told and waits for the first code made of it. */
export interface PendingSoftwareToken {
  /** The user that it was made for. */
  readonly sub: string;
  /** Sealed under the pool's general data key. */
  readonly seed: Sealed;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}
