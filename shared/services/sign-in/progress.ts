import type { Write } from '#shared/data/write.ts';
import type { CustomSignIn } from '#shared/domain/custom-challenges/custom-sign-in.ts';
import type { Device } from '#shared/domain/devices/device.ts';
import { amrOf, mayLeadTo, stillToProve } from '#shared/domain/sign-in/authentication-context.ts';
import {
  availableFactors,
  firstChallengesOf,
  firstChallengesOfNobody,
  type Proofs,
  type SecondFactors,
  secondFactorsOf,
} from '#shared/domain/sign-in/factors.ts';
import { type ChallengeName, hasFactor, hasPassword, type StillToProve } from '#shared/domain/sign-in/next-step.ts';
import type { Parameters } from '#shared/domain/sign-in/parameters.ts';
import { spentSession } from '#shared/domain/sign-in/session-refusals.ts';
import type { Trail } from '#shared/domain/sign-in/trail.ts';
import type { SecondFactor, User } from '#shared/domain/users/user.ts';
import type { ClientRecord } from '../directory/directory.ts';
import type { Origin, Side } from '../sessions/origin.ts';
import type { TextMap } from '../triggers/triggers.ts';
import { proofsOf } from '../users/proofs.ts';
import type { NobodyRecord, UserRecord } from '../users/users.ts';
import { unknownUser } from './attempts.ts';

/** A sign-in in which something was answered right. */
export interface Progress {
  readonly app: ClientRecord;
  readonly side: Side;
  /** What was proved, with the present answer. */
  readonly trail: Trail;
  /** Nobody where the client must not learn that there is no such user. Then no step leads to tokens. */
  readonly record: UserRecord | NobodyRecord;
  /** The user's name in this request. */
  readonly username: string;
  /** The user after the present answer, where that changes it. */
  readonly user?: User;
  /** The parameters of the request. The next challenge may use them to begin. */
  readonly parameters: Parameters;
  /** The challenge that the client chose or prefers, where it has a choice. */
  readonly wanted?: ChallengeName;
  /** The custom sign-in after the present answer, where that was to a custom challenge, or where one is asked next. */
  readonly custom?: CustomSignIn;
  readonly origin: Origin;
  /** The device of the trail, if it has been read. */
  readonly device?: Device;
  /** Goes to the triggers at the end of a sign-in. */
  readonly clientMetadata: TextMap | undefined;
  /** Written together with the tokens or, where a challenge follows, at once. */
  readonly writes: readonly Write[];
  /** To be done once they are written. Throws nothing. */
  readonly afterwards?: () => Promise<void>;
}

/** A sign-in of a user who exists. */
export interface KnownProgress extends Progress {
  readonly record: UserRecord;
  readonly user: User;
}

/** The progress of a user who exists. Otherwise throws what tells, or hides, that there is none. */
export const known = (progress: Progress): KnownProgress => {
  const { record } = progress;
  if (!record.user) throw unknownUser(progress.app);
  return { ...progress, record, user: progress.user ?? record.user };
};

/**
 * Set-up is only for users who have no second factor yet. Throws NotAuthorizedException where there is one by now: a
 * Session from before must not get around it.
 */
export const assertWithoutFactor = (progress: KnownProgress): void => {
  if (secondFactorsNow(progress).usable.length === 0) return;
  throw spentSession();
};

/** What a user can sign in with, after the present answer. */
export const currentProofs = ({ app, record, user }: KnownProgress): Proofs => ({
  ...proofsOf(app.pool, record),
  user,
});

/**
 * The user's second factors in this sign-in. Where its risk asks for one, also those that neither the pool nor the user
 * asks for: see availableFactors. What the sign-in began with is no second factor then.
 */
export const secondFactorsNow = (
  progress: KnownProgress,
  isRisky: boolean = progress.trail.risk?.needsFactor ?? false,
): SecondFactors => {
  const { pool } = progress.app;
  const proofs = currentProofs(progress);
  const usual = secondFactorsOf(pool, proofs);
  if (!isRisky || usual.usable.length > 0) return usual;
  const { second, prefersFactor } = availableFactors(pool, proofs);
  const { proved } = progress.trail;
  const first = proved.find((one) => one === 'EMAIL_OTP' || one === 'SMS_OTP');
  const same = { EMAIL_OTP: 'EMAIL_OTP', SMS_OTP: 'SMS_MFA' } as const;
  const usable = second.filter((factor) => hasPassword({ proved }) || !first || factor !== same[first]);
  return { needed: true, usable, isPreferred: prefersFactor, canSetUp: usual.canSetUp };
};

/** What the sign-in has yet to prove to reach a level that it was asked for. Nothing is told before a first proof. */
export const stillToProveOf = (progress: KnownProgress): StillToProve | undefined => {
  const { app, trail } = progress;
  if (!trail.levels || !hasFactor(trail)) return undefined;
  return stillToProve(trail.levels, amrOf(trail), availableFactors(app.pool, currentProofs(progress)));
};

/** The second factors that the user can be asked for now: for the level that was asked for, or as the pool demands. */
export const usableFactors = (progress: KnownProgress): readonly SecondFactor[] => {
  const still = stillToProveOf(progress);
  return still?.kind === 'second' ? still.factors : secondFactorsNow(progress).usable;
};

const allChoicesOf = (progress: Progress): readonly ChallengeName[] =>
  progress.record.user
    ? firstChallengesOf(progress.app.pool, currentProofs(known(progress)))
    : firstChallengesOfNobody(progress.app.pool);

/**
 * The challenges with which a choice-based sign-in can begin, or go on to the level that it was asked for; for an
 * unknown user, those that a user would probably have.
 */
export const choicesOf = (progress: Progress): readonly ChallengeName[] => {
  const { levels } = progress.trail;
  if (!levels) return allChoicesOf(progress);
  const still = progress.record.user && stillToProveOf(known(progress));
  if (still) return still.kind === 'first' ? still.challenges : [];
  return allChoicesOf(progress).filter((challenge) => mayLeadTo(levels, challenge));
};
