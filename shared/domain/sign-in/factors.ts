import type { Device } from '../devices/device.ts';
import {
  deviceTracking,
  type FirstFactor,
  mfaMode,
  passkeyIsTwoFactors,
  poolFirstFactors,
  poolSecondFactors,
} from '../user-pools/factors.ts';
import type { ContactAttribute } from '../user-pools/settings.ts';
import type { UserPool } from '../user-pools/user-pool.ts';
import { contactAttributes, isVerified } from '../users/attributes.ts';
import type { SecondFactor, User } from '../users/user.ts';
import type { ChallengeName } from './next-step.ts';

/** What a user can sign in with. */
export interface Proofs {
  readonly user: User;
  readonly hasPassword: boolean;
  readonly hasSoftwareToken: boolean;
  readonly hasPasskey: boolean;
}

export interface SecondFactors {
  /** True where the pool's policy, or the user's own wish, asks for a second factor. */
  readonly needed: boolean;
  /** Second factors that the user can be asked for, the preferred one first. */
  readonly usable: readonly SecondFactor[];
  readonly isPreferred: boolean;
  /** Second factors that the user can set up while signing in. */
  readonly canSetUp: readonly SecondFactor[];
}

/** True where the user has what the factor needs: an app, or an address for codes. */
export const isUsable = ({ user, hasSoftwareToken }: Proofs, factor: SecondFactor): boolean => {
  if (factor === 'SOFTWARE_TOKEN_MFA') return hasSoftwareToken;
  return user.attributes[factor === 'SMS_MFA' ? 'phone_number' : 'email'] !== undefined;
};

/** A user's second factors: those switched on. Where none is, and the pool requires one, those that the user has. */
export const secondFactorsOf = (pool: UserPool, proofs: Proofs): SecondFactors => {
  const offered = poolSecondFactors(pool);
  const ready = offered.filter((factor) => isUsable(proofs, factor));
  const { enabled = [], preferred } = proofs.user.mfa ?? {};
  const wished = ready.filter((factor) => enabled.includes(factor));
  const insists = mfaMode(pool) === 'ON';
  const usable = wished.length > 0 || !insists ? wished : ready;
  const first = usable.find((factor) => factor === preferred);
  return {
    needed: insists || usable.length > 0,
    usable: first ? [first, ...usable.filter((factor) => factor !== first)] : usable,
    isPreferred: first !== undefined,
    canSetUp: offered.filter((factor) => !ready.includes(factor)),
  };
};

/** What the state machine of sign-ins looks at of a user, at `now` in epoch milliseconds. */
export const standingOf = (
  pool: UserPool,
  user: User,
  { temporaryUntil, second, now }: { temporaryUntil: number | undefined; second: SecondFactors; now: number },
) => ({
  enabled: user.enabled,
  status: user.status,
  temporaryPasswordExpired: temporaryUntil !== undefined && temporaryUntil <= now,
  needsSecondFactor: second.needed,
  secondFactors: second.usable,
  prefersFactor: second.isPreferred,
  canSetUp: second.canSetUp.length > 0,
  passkeyIsTwoFactors: passkeyIsTwoFactors(pool),
});

/** How far a device, confirmed and perhaps remembered, helps its user in a sign-in. */
export const deviceStanding = (
  pool: UserPool,
  device: Pick<Device, 'remembered'> | undefined,
): 'none' | 'known' | 'standsForSecondFactor' => {
  if (!device) return 'none';
  return device.remembered && deviceTracking(pool)?.standsForSecondFactor ? 'standsForSecondFactor' : 'known';
};

const byFactor: Readonly<Record<FirstFactor, readonly ChallengeName[]>> = {
  PASSWORD: ['PASSWORD_SRP', 'PASSWORD'],
  EMAIL_OTP: ['EMAIL_OTP'],
  SMS_OTP: ['SMS_OTP'],
  WEB_AUTHN: ['WEB_AUTHN'],
};

/**
 * True where a code to the address may be the first proof of a sign-in. Whoever can already open the account may have
 * entered somebody else's address. While nobody has verified that address, a code would let its owner into an account
 * that somebody else can open, too. After a mere sign-up it is allowed, as the code ends what was set before. A strict
 * pool does as Cognito does.
 */
export const mayProveFirst = (
  { strict }: UserPool,
  { user: { attributes, status, identities = [] }, hasPassword, hasPasskey }: Proofs,
  attribute: ContactAttribute,
): boolean =>
  strict === true ||
  status === 'UNCONFIRMED' ||
  isVerified(attributes, attribute) ||
  !(
    hasPassword ||
    hasPasskey ||
    identities.length > 0 ||
    contactAttributes.some((other) => isVerified(attributes, other))
  );

const isAvailable = (pool: UserPool, proofs: Proofs, factor: FirstFactor): boolean => {
  const { user } = proofs;
  if (factor === 'PASSWORD') return proofs.hasPassword;
  // A temporary password has to be replaced first.
  if (user.status === 'FORCE_CHANGE_PASSWORD' && proofs.hasPassword) return false;
  const { needed } = secondFactorsOf(pool, proofs);
  if (factor === 'WEB_AUTHN') return proofs.hasPasskey && (!needed || passkeyIsTwoFactors(pool));
  const attribute = factor === 'EMAIL_OTP' ? 'email' : 'phone_number';
  return !needed && user.attributes[attribute] !== undefined && mayProveFirst(pool, proofs, attribute);
};

/** The factors with which the user can begin a choice-based sign-in. */
export const firstFactorsOf = (pool: UserPool, proofs: Proofs): readonly FirstFactor[] =>
  poolFirstFactors(pool).filter((factor) => isAvailable(pool, proofs, factor));

/** The challenges that prove one of the factors at the beginning of a sign-in. */
export const challengesFor = (factors: readonly FirstFactor[]): readonly ChallengeName[] =>
  factors.flatMap((factor) => byFactor[factor]);

/** The challenges with which the user can begin a choice-based sign-in. */
export const firstChallengesOf = (pool: UserPool, proofs: Proofs): readonly ChallengeName[] =>
  challengesFor(firstFactorsOf(pool, proofs));

/** The challenges that an unknown user seems to have: those that most users of the pool would have. */
export const firstChallengesOfNobody = (pool: UserPool): readonly ChallengeName[] =>
  poolFirstFactors(pool)
    .filter((factor) => factor !== 'WEB_AUTHN')
    .filter((factor) => factor === 'PASSWORD' || mfaMode(pool) !== 'ON')
    .flatMap((factor) => byFactor[factor]);

/** The factors that a sign-in can ask for, to reach an authentication level. */
export interface AvailableFactors {
  readonly first: readonly FirstFactor[];
  /** Only after a password. The preferred one is the first. */
  readonly second: readonly SecondFactor[];
  readonly prefersFactor: boolean;
}

// A code counts only at an address that is known to be the user's: anybody who is signed in can enter another one.
const isProvable = ({ attributes }: User, factor: FirstFactor | SecondFactor): boolean => {
  if (factor === 'EMAIL_OTP') return isVerified(attributes, 'email');
  return factor === 'SMS_OTP' || factor === 'SMS_MFA' ? isVerified(attributes, 'phone_number') : true;
};

/**
 * The factors with which the user can reach an authentication level after the first proof: also second factors that
 * neither the pool nor the user asks for. Where the user has switched some on, no others.
 */
export const availableFactors = (pool: UserPool, proofs: Proofs): AvailableFactors => {
  const { enabled = [], preferred } = proofs.user.mfa ?? {};
  const ready = poolSecondFactors(pool).filter((factor) => isUsable(proofs, factor) && isProvable(proofs.user, factor));
  const wished = ready.filter((factor) => enabled.includes(factor));
  const second = wished.length > 0 ? wished : ready;
  const prefersFactor = second.some((factor) => factor === preferred);
  return {
    first: firstFactorsOf(pool, proofs).filter((factor) => isProvable(proofs.user, factor)),
    second: [...second].sort((a, b) => Number(b === preferred) - Number(a === preferred)),
    prefersFactor,
  };
};
