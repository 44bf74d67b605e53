import type { Trail } from '../sign-in/trail.ts';

/** A sign-in that asked for its device right after the password, for clients that do not send its Session back. */
export interface AskedDevice {
  readonly trail: Trail;
  /** The user who signs in. */
  readonly sub: string;
  /** As in a Session. */
  readonly signOuts?: number;
  /** Epoch milliseconds: as long as the Session. */
  readonly expiresAt: number;
}
