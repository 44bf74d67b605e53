import type { ProviderType } from '../federation/identity-provider.ts';
import type { GroupMembership } from '../groups/group.ts';
import type { AcceptedTerms } from '../terms/accepted-terms.ts';
import type { Sealed } from '../user-pools/user-pool.ts';

export type UserStatus = 'UNCONFIRMED' | 'CONFIRMED' | 'EXTERNAL_PROVIDER' | 'RESET_REQUIRED' | 'FORCE_CHANGE_PASSWORD';

/** Names and values of attributes as in the API: all are text. `sub` is not among them. */
export type Attributes = Readonly<Record<string, string>>;

export type SecondFactor = 'SMS_MFA' | 'EMAIL_OTP' | 'SOFTWARE_TOKEN_MFA';

/** The second factors that the user has switched on, and the one to ask for first. */
export interface MfaPreference {
  readonly enabled: readonly SecondFactor[];
  readonly preferred?: SecondFactor;
}

/** Somebody whom a provider knows, as a user keeps it. */
export interface UserIdentity {
  readonly providerName: string;
  readonly providerType: ProviderType;
  /** The name of the provider's attribute that tells who it is; absent where that is its own name for the user. */
  readonly attribute?: string;
  /** The value of that attribute, in its own case. */
  readonly userId: string;
  readonly issuer?: string;
  /** True for the identity that the user was made for. */
  readonly primary: boolean;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

/** An address of a user to which no mail is sent any more. */
export interface UndeliverableAddress {
  readonly address: string;
  /** The mailbox is not there, or its owner called a mail spam. */
  readonly reason: 'BOUNCE' | 'COMPLAINT';
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface User {
  readonly poolId: string;
  /** As it was first given; a UUID where users sign up with email or phone number. It never changes. */
  readonly username: string;
  readonly sub: string;
  readonly status: UserStatus;
  readonly enabled: boolean;
  readonly attributes: Attributes;
  /** Values under names that only the other form of a change has. They are never stored in this member. */
  readonly hidden?: Attributes;
  /** New values of email or phone_number that wait for their code. */
  readonly pending: Attributes;
  /** Groups that the user joined. GroupMembership says when they count. */
  readonly groups: readonly GroupMembership[];
  readonly mfa?: MfaPreference;
  /** Accounts elsewhere by which the user can sign in. */
  readonly identities?: readonly UserIdentity[];
  /** Accounts elsewhere that were linked once: none of them is linked again unasked. */
  readonly unlinked?: readonly Pick<UserIdentity, 'providerName' | 'attribute' | 'userId'>[];
  /**
   * The provider, or PreSignUp, that vouched for the e-mail last, for which address, and when: others need not take its
   * word.
   */
  readonly emailFrom?: { readonly provider: string; readonly email: string; readonly at?: number };
  /** The users who were merged into this one. */
  readonly merged?: readonly Pick<User, 'sub' | 'username'>[];
  /** What the user agreed to at the sign-up: one document of each name at most. */
  readonly acceptedTerms?: readonly AcceptedTerms[];
  /** Addresses to which no mail is sent, as one came back or was called spam. */
  readonly undeliverable?: readonly UndeliverableAddress[];
  /** Present where an administrator took the password away: only an administrator gives the user one again. */
  readonly passwordDisabled?: true;
  /** Present while the user's password is only known to a former pool: UserMigration is asked for it at a sign-in. */
  readonly awaitsMigration?: true;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Counts global sign-outs. Tokens of an earlier count are revoked. */
  readonly signOuts: number;
  /** The last month, as `2026-11`, for which the user was counted as active. Months never go back. */
  readonly activeMonth?: string;
  /** The pool's change for which the user has the names of both forms. */
  readonly copiedFor?: string | undefined;
  /** Counts changes. A write states the version that it was made from. */
  readonly version: number;
}

/** What SRP needs to check a password. */
export interface SrpCredential {
  /** Hex of 16 bytes. */
  readonly salt: string;
  /** Sealed under the pool's general data key. */
  readonly verifier: Sealed;
  /** The name that the verifier was made with. Clients get it as USER_ID_FOR_SRP. */
  readonly userId: string;
}

/** One password in two forms: as a hash for plain flows, and as a verifier for SRP. */
export interface PasswordCredential {
  /** Argon2id as a PHC string, or a hash from elsewhere in a form of docs/import.md. */
  readonly phc: string;
  /** Absent while the password is only known by a hash from elsewhere. The first plain sign-in makes it. */
  readonly srp?: SrpCredential;
  /** Epoch milliseconds. */
  readonly setAt: number;
  /** When a temporary password expires, in epoch milliseconds; undefined for a password that the user chose. */
  readonly temporaryUntil?: number;
}

/** How many wrong passwords came in a row, and when the last one did, in epoch milliseconds. */
export interface Failures {
  readonly count: number;
  readonly lastAt: number;
}
