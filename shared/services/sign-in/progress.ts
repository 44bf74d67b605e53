import type { Write } from '#shared/data/write.ts';
import type { CustomSignIn } from '#shared/domain/custom-challenges/custom-sign-in.ts';
import type { Device } from '#shared/domain/devices/device.ts';
import {
  firstChallengesOf,
  firstChallengesOfNobody,
  type Proofs,
  secondFactorsOf,
} from '#shared/domain/sign-in/factors.ts';
import type { ChallengeName } from '#shared/domain/sign-in/next-step.ts';
import type { Parameters } from '#shared/domain/sign-in/parameters.ts';
import { spentSession } from '#shared/domain/sign-in/session-refusals.ts';
import type { Trail } from '#shared/domain/sign-in/trail.ts';
import type { User } from '#shared/domain/users/user.ts';
import type { ClientRecord } from '../directory/directory.ts';
import type { TextMap } from '../triggers/triggers.ts';
import { proofsOf } from '../users/proofs.ts';
import type { NobodyRecord, UserRecord } from '../users/users.ts';
import { unknownUser } from './attempts.ts';
import type { Origin, Side } from './origin.ts';

/** A sign-in that got something right. */
export interface Progress {
  readonly app: ClientRecord;
  readonly side: Side;
  /** What was proved, the present answer included. */
  readonly trail: Trail;
  /** Nobody where the client must not learn that there is no such user: then no step leads to tokens. */
  readonly record: UserRecord | NobodyRecord;
  /** The name that the user was called by in this request. */
  readonly username: string;
  /** The user as the answer leaves it, where the answer changes it. */
  readonly user?: User;
  /** Of the request: the next challenge may find in it what it needs to begin. */
  readonly parameters: Parameters;
  /** The challenge that the client chose or prefers, where that is up to it. */
  readonly wanted?: ChallengeName;
  /** The custom sign-in as the present answer leaves it, where that was to a custom challenge or one is to be asked. */
  readonly custom?: CustomSignIn;
  readonly origin: Origin;
  /** The device of the trail, where it was read already. */
  readonly device?: Device;
  /** Reaches the triggers that end a sign-in. */
  readonly clientMetadata: TextMap | undefined;
  /** Made together with the tokens, or at once where a challenge follows. */
  readonly writes: readonly Write[];
}

/** A sign-in of a user who is there. */
export interface KnownProgress extends Progress {
  readonly record: UserRecord;
  readonly user: User;
}

/** The progress of somebody who is there. Throws what tells, or hides, that nobody is. */
export const known = (progress: Progress): KnownProgress => {
  const { record } = progress;
  if (!record.user) throw unknownUser(progress.app);
  return { ...progress, record, user: progress.user ?? record.user };
};

/**
 * Set-up goes on for somebody who has no second factor yet. Throws NotAuthorizedException where there is one by now: it
 * is not to be passed by with a Session of before.
 */
export const assertWithoutFactor = (progress: KnownProgress): void => {
  if (secondFactorsOf(progress.app.pool, currentProofs(progress)).usable.length === 0) return;
  throw spentSession();
};

/** What a user has to prove an identity by, as the present answer leaves it. */
export const currentProofs = ({ app, record, user }: KnownProgress): Proofs => ({
  ...proofsOf(app.pool, record),
  user,
});

/** The challenges that a choice-based sign-in can begin with; for nobody, those that somebody would likely have. */
export const choicesOf = (progress: Progress): readonly ChallengeName[] =>
  progress.record.user
    ? firstChallengesOf(progress.app.pool, currentProofs(known(progress)))
    : firstChallengesOfNobody(progress.app.pool);
