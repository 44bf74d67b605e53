import type { SecondFactor, UserStatus } from '../users/user.ts';

export type SignInFlow =
  | 'USER_SRP_AUTH'
  | 'USER_PASSWORD_AUTH'
  | 'ADMIN_USER_PASSWORD_AUTH'
  | 'CUSTOM_AUTH'
  | 'USER_AUTH'
  // Through an identity provider: no request of the API begins so.
  | 'FEDERATION';

/** Every challenge of the API. */
export const challengeNames = [
  'ADMIN_NO_SRP_AUTH',
  'CUSTOM_CHALLENGE',
  'DEVICE_PASSWORD_VERIFIER',
  'DEVICE_SRP_AUTH',
  'EMAIL_OTP',
  'MFA_SETUP',
  'NEW_PASSWORD_REQUIRED',
  'PASSWORD',
  'PASSWORD_SRP',
  'PASSWORD_VERIFIER',
  'SELECT_CHALLENGE',
  'SELECT_MFA_TYPE',
  'SMS_MFA',
  'SMS_OTP',
  'SOFTWARE_TOKEN_MFA',
  'WEB_AUTHN',
] as const;

export type ChallengeName = (typeof challengeNames)[number];

/**
 * What was answered right: a flow that was begun with all that it takes, or a challenge. ISSUE_TOKENS says that
 * DefineAuthChallenge ended a custom sign-in with tokens.
 */
export type Answered = SignInFlow | ChallengeName | 'ISSUE_TOKENS';

/** What a sign-in has yet to prove to reach the authentication level that it was asked for. */
export type StillToProve =
  /** None of the asked levels is in reach of the user. */
  | { readonly kind: 'unreachable' }
  /** One of these, as at the beginning of a sign-in. */
  | { readonly kind: 'first'; readonly challenges: readonly ChallengeName[] }
  /** One of these, after a password. The preferred one is the first. */
  | { readonly kind: 'second'; readonly factors: readonly SecondFactor[]; readonly prefersFactor: boolean };

/** What is known of the sign-in and the user when the next step is chosen. */
export interface SignInFacts {
  readonly flow: SignInFlow;
  /** Every right answer of the sign-in, in order. The step to choose follows the last one. */
  readonly proved: readonly Answered[];
  readonly enabled: boolean;
  readonly status: UserStatus;
  /** True where the password that was given is refused because it is known elsewhere. */
  readonly passwordHasLeaked?: boolean;
  /** True for a temporary password that has expired. */
  readonly temporaryPasswordExpired: boolean;
  /** What the client chose or prefers, where there is a choice: a challenge that the user can be asked now. */
  readonly wanted: ChallengeName | undefined;
  /** True where the pool's policy, or the user's own wish, asks for a second factor. */
  readonly needsSecondFactor: boolean;
  /** Second factors that the user can be asked for, the preferred one first. */
  readonly secondFactors: readonly SecondFactor[];
  /** True where the user has set a preferred factor. */
  readonly prefersFactor: boolean;
  /** True where the user can set up a second factor now. */
  readonly canSetUp: boolean;
  /** Why threat protection refuses the sign-in; undefined where it does not. */
  readonly riskRefusal?: string | undefined;
  /** True where the sign-in is so risky that a second factor is asked for, in a custom sign-in, too. */
  readonly riskNeedsFactor?: boolean;
  /** True in pools where a passkey that verified its user counts as two factors. */
  readonly passkeyIsTwoFactors: boolean;
  /** The device that the client names, if the user has confirmed it. */
  readonly device: 'none' | 'known' | 'standsForSecondFactor';
  /** Undefined where no authentication level was asked for, where one is reached, and before anything is proved. */
  readonly stillToProve?: StillToProve | undefined;
}

/** The triggers that a sign-in may call, in the order in which it calls them. */
export const signInTriggers = [
  'PreAuthentication',
  'UserMigration',
  'DefineAuthChallenge',
  'CreateAuthChallenge',
  'VerifyAuthChallengeResponse',
  'CustomMessage',
  'CustomEmailSender',
  'CustomSMSSender',
  'PostAuthentication',
  'PreTokenGeneration',
] as const;

export type SignInTrigger = (typeof signInTriggers)[number];
