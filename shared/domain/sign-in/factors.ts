import {
  type FirstFactor,
  mfaMode,
  passkeyIsTwoFactors,
  poolFirstFactors,
  poolSecondFactors,
} from '../user-pools/factors.ts';
import type { UserPool } from '../user-pools/user-pool.ts';
import type { SecondFactor, User } from '../users/user.ts';
import type { ChallengeName } from './next-step.ts';

/** What a user has to prove an identity by. */
export interface Proofs {
  readonly user: User;
  readonly hasPassword: boolean;
  readonly hasSoftwareToken: boolean;
  readonly hasPasskey: boolean;
}

export interface SecondFactors {
  /** True where the pool's policy, or the user's own wish, asks for one. */
  readonly needed: boolean;
  /** Those that the user can be asked for, the preferred one first. */
  readonly usable: readonly SecondFactor[];
  readonly isPreferred: boolean;
  /** Those that the user can set up while signing in. */
  readonly canSetUp: readonly SecondFactor[];
}

/** True where the user has what the factor takes: an app, or an address for its codes. */
export const isUsable = ({ user, hasSoftwareToken }: Proofs, factor: SecondFactor): boolean => {
  if (factor === 'SOFTWARE_TOKEN_MFA') return hasSoftwareToken;
  return user.attributes[factor === 'SMS_MFA' ? 'phone_number' : 'email'] !== undefined;
};

/** The second factors of a user: those switched on, or where the pool insists and none is, those that there are. */
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

const byFactor: Readonly<Record<FirstFactor, readonly ChallengeName[]>> = {
  PASSWORD: ['PASSWORD_SRP', 'PASSWORD'],
  EMAIL_OTP: ['EMAIL_OTP'],
  SMS_OTP: ['SMS_OTP'],
  WEB_AUTHN: ['WEB_AUTHN'],
};

const isAvailable = (pool: UserPool, proofs: Proofs, factor: FirstFactor): boolean => {
  const { user } = proofs;
  if (factor === 'PASSWORD') return proofs.hasPassword;
  // A temporary password has to be replaced first.
  if (user.status === 'FORCE_CHANGE_PASSWORD' && proofs.hasPassword) return false;
  const { needed } = secondFactorsOf(pool, proofs);
  if (factor === 'WEB_AUTHN') return proofs.hasPasskey && (!needed || passkeyIsTwoFactors(pool));
  return !needed && user.attributes[factor === 'EMAIL_OTP' ? 'email' : 'phone_number'] !== undefined;
};

/** The factors that a choice-based sign-in of the user can begin with. */
export const firstFactorsOf = (pool: UserPool, proofs: Proofs): readonly FirstFactor[] =>
  poolFirstFactors(pool).filter((factor) => isAvailable(pool, proofs, factor));

/** The challenges that they are asked by. */
export const firstChallengesOf = (pool: UserPool, proofs: Proofs): readonly ChallengeName[] =>
  firstFactorsOf(pool, proofs).flatMap((factor) => byFactor[factor]);

/** Those that somebody who is not there seems to have: what most users of the pool would. */
export const firstChallengesOfNobody = (pool: UserPool): readonly ChallengeName[] =>
  poolFirstFactors(pool)
    .filter((factor) => factor !== 'WEB_AUTHN')
    .filter((factor) => factor === 'PASSWORD' || mfaMode(pool) !== 'ON')
    .flatMap((factor) => byFactor[factor]);
