/** Counts wrong passwords and codes, also for names that nobody has, so that a lockout tells nothing. */
import { now } from '#shared/config/clock.ts';
import type { FailureKind } from '#shared/data/keys.ts';
import { type FailureWrite, failureRepository } from '#shared/data/users/failure-repository.ts';
import type { Write } from '#shared/data/write.ts';
import { hidesUserExistence } from '#shared/domain/app-clients/app-client.ts';
import { isLockedOut } from '#shared/domain/passwords/lockout.ts';
import {
  lockedOutRefusal,
  type Refusal,
  refusalBeforePassword,
  refusalOfPassword,
  unknownUserRefusal,
  wrongPasswordRefusal,
} from '#shared/domain/sign-in/next-step.ts';
import type { Trail } from '#shared/domain/sign-in/trail.ts';
import { lockoutOf } from '#shared/domain/user-pools/settings.ts';
import type { Failures } from '#shared/domain/users/user.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { ClientRecord } from '../directory/directory.ts';
import type { Origin, Side } from '../sessions/origin.ts';
import type { NobodyRecord, UserRecord } from '../users/users.ts';

type Subject = UserRecord | NobodyRecord;

const toException = ({ exception, message }: Refusal): CognitoException => new CognitoException(exception, message);

/** The exception for a wrong password, or for an unknown user where the client must not know that. */
export const wrongPassword = (): CognitoException => toException(wrongPasswordRefusal);

/** The exception for an unknown user, as the client may hear it. */
export const unknownUser = ({ client }: ClientRecord): CognitoException =>
  hidesUserExistence(client) ? wrongPassword() : toException(unknownUserRefusal);

/** Whom a password is for, and where it was given. */
export interface PasswordSubject {
  readonly app: ClientRecord;
  readonly record: Subject;
  readonly side: Side;
}

/** Whose proof it is, and where it comes from. */
export interface ProofSubject extends PasswordSubject {
  readonly origin: Origin;
}

/** Throws UserNotConfirmedException where refusalBeforePassword says so. */
export const assertConfirmed = (
  { app: { client }, record: { user }, side }: PasswordSubject,
  { flow }: Pick<Trail, 'flow'>,
): void => {
  const asking = { flow, isPage: side === 'page', hidesUsers: hidesUserExistence(client) };
  const refusal = refusalBeforePassword(user, asking);
  if (refusal) throw toException(refusal);
};

const refused = ({ client }: ClientRecord, { user, password }: UserRecord): CognitoException =>
  toException(refusalOfPassword(user, { hasPassword: password !== undefined, hidesUsers: hidesUserExistence(client) }));

const exceeded = (): CognitoException => toException(lockedOutRefusal);

// Decides on what was seen and, where that changed meanwhile, again on what there is now. False where the name becomes
// locked out. Below that the store accepts every guess, so another round is needed only after a lockout has expired.
const untilDecided = async (
  { pool }: ClientRecord,
  seen: Failures | undefined,
  write: (seen: Failures | undefined) => Promise<FailureWrite>,
): Promise<boolean> => {
  let present = seen;
  while (!isLockedOut(present, now(), lockoutOf(pool))) {
    const outcome = await write(present);
    if (outcome.isMade) return true;
    ({ present } = outcome);
  }
  return false;
};

const count = (app: ClientRecord, userKey: string, kind: FailureKind, seen: Failures | undefined): Promise<boolean> =>
  untilDecided(app, seen, (present) =>
    failureRepository().count(app.pool.id, userKey, kind, present, { now: now(), ...lockoutOf(app.pool) }),
  );

/** Throws NotAuthorizedException while the name is locked out. Then the password, or the code, is not looked at. */
export const assertNotLockedOut = (
  { pool }: ClientRecord,
  { failures, codeFailures }: Subject,
  kind: FailureKind = 'password',
): void => {
  if (isLockedOut(kind === 'password' ? failures : codeFailures, now(), lockoutOf(pool))) throw exceeded();
};

/**
 * Counts a wrong password, and gives the exception to throw. Where others were counted meanwhile and the name is locked
 * out by now, the exception says so and this one is not counted, like one that comes later.
 */
export const passwordFailed = async (app: ClientRecord, subject: Subject): Promise<CognitoException> => {
  if (!(await count(app, subject.userKey, 'password', subject.failures))) return exceeded();
  return subject.user ? refused(app, subject) : unknownUser(app);
};

/**
 * Accepts a right password and forgets the wrong ones before it. To be called before anything is granted for it. Throws
 * NotAuthorizedException where the name was locked out meanwhile.
 */
export const passwordSucceeded = async (app: ClientRecord, { userKey, failures: seen }: Subject): Promise<void> => {
  const { id } = app.pool;
  // Where there were no failures, there usually still are none, and a read costs less than a write.
  const present = seen ?? (await failureRepository().find(id, userKey, 'password'));
  if (!present) return;
  const forget = (known: Failures | undefined) =>
    failureRepository().forget(id, userKey, 'password', known, lockoutOf(app.pool));
  if (!(await untilDecided(app, present, forget))) throw exceeded();
};

/** Forgets the wrong passwords of a user who proved an identity in another way, which ends a lockout. */
export const forgiveFailures = async (
  { pool }: ClientRecord,
  { userKey, failures: seen }: UserRecord,
): Promise<void> => {
  if (seen) await failureRepository().forgetSeen(pool.id, userKey, 'password', seen);
};

/**
 * Counts a wrong code, and gives the exception to throw, as `passwordFailed` does. `wrong` is the one for a wrong code.
 */
export const codeFailed = async (
  app: ClientRecord,
  { userKey, codeFailures }: Subject,
  wrong: CognitoException,
): Promise<CognitoException> => ((await count(app, userKey, 'code', codeFailures)) ? wrong : exceeded());

/**
 * The write that accepts a right code and forgets the wrong ones before it. Throws UserChanged where the name may have
 * been locked out meanwhile: of guesses at once, no more are accepted than of guesses in turn.
 */
export const codeSucceeded = ({ pool }: ClientRecord, { userKey, codeFailures }: UserRecord): Write =>
  failureRepository().forgetting(pool.id, userKey, 'code', codeFailures, lockoutOf(pool));
