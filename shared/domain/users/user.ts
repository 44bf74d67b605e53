import type { GroupMembership } from '../groups/group.ts';
import type { Sealed } from '../user-pools/user-pool.ts';

export type UserStatus = 'UNCONFIRMED' | 'CONFIRMED' | 'EXTERNAL_PROVIDER' | 'RESET_REQUIRED' | 'FORCE_CHANGE_PASSWORD';

/** Attribute names and values, as the API has them: all text. `sub` is not among them. */
export type Attributes = Readonly<Record<string, string>>;

export type SecondFactor = 'SMS_MFA' | 'EMAIL_OTP' | 'SOFTWARE_TOKEN_MFA';

/** Second factors that the user switched on, and the one to be asked for first. */
export interface MfaPreference {
  readonly enabled: readonly SecondFactor[];
  readonly preferred?: SecondFactor;
}

export interface User {
  readonly poolId: string;
  /** As first given; a UUID where users sign up with email or phone. Never changes. */
  readonly username: string;
  readonly sub: string;
  readonly status: UserStatus;
  readonly enabled: boolean;
  readonly attributes: Attributes;
  /** Values under names that the pool does not have now, but in the other form of a change. Never stored apart. */
  readonly hidden?: Attributes;
  /** New values of email or phone_number that wait for their code. */
  readonly pending: Attributes;
  /** Groups that the user joined; see GroupMembership for when they count. */
  readonly groups: readonly GroupMembership[];
  readonly mfa?: MfaPreference;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Counts global sign-outs: tokens of an earlier count are revoked. */
  readonly signOuts: number;
  /** The change of the pool in both forms of which the user has all names. */
  readonly copiedFor?: string | undefined;
  /** Counts changes; a write states which one it was made from. */
  readonly version: number;
}

/** What SRP proves a password by. */
export interface SrpCredential {
  /** Hex of 16 bytes. */
  readonly salt: string;
  /** Sealed under the pool's general data key. */
  readonly verifier: Sealed;
  /** The name that the verifier was made with: clients get it as USER_ID_FOR_SRP. */
  readonly userId: string;
}

/** How a user proves the password: the same password, hashed for plain flows and as verifier for SRP. */
export interface PasswordCredential {
  /** Argon2id in PHC string form, or a hash from elsewhere in one of the forms of docs/import.md. */
  readonly phc: string;
  /** Absent while the password is known by a hash from elsewhere alone: the first plain sign-in makes it. */
  readonly srp?: SrpCredential;
  /** Epoch milliseconds. */
  readonly setAt: number;
  /** When a temporary password stops working, epoch milliseconds; undefined for one that the user chose. */
  readonly temporaryUntil?: number;
}

/** Wrong passwords in a row, and when the last one was, in epoch milliseconds. */
export interface Failures {
  readonly count: number;
  readonly lastAt: number;
}
