import { now } from '#shared/config/clock.ts';
import type { FailureKind } from '#shared/data/keys.ts';
import type { FailureRepository } from '#shared/data/users/failure-repository.ts';
import type { Write } from '#shared/data/write.ts';
import { hidesUserExistence } from '#shared/domain/app-clients/settings.ts';
import { isLockedOut } from '#shared/domain/passwords/lockout.ts';
import { lockoutOf } from '#shared/domain/user-pools/sign-in-settings.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { ClientRecord } from '../directory/directory.ts';
import type { NobodyRecord, UserRecord } from '../users/users.ts';

type Subject = UserRecord | NobodyRecord;

/** Wrong passwords and codes: counted for users and for names that nobody has, so that lockout tells nothing. */
export interface Attempts {
  /** Throws NotAuthorizedException while the name is locked out: the password, or the code, is not looked at. */
  readonly assertNotLockedOut: (at: Pick<ClientRecord, 'pool'>, subject: Subject, kind?: FailureKind) => void;
  /** Counts a wrong password and says how it is told: gives the exception to throw. */
  readonly failed: (at: ClientRecord, subject: Subject) => Promise<CognitoException>;
  /** Forgets the wrong passwords before a right one. */
  readonly succeeded: (at: ClientRecord, user: UserRecord) => Promise<void>;
  /** Counts a wrong code. */
  readonly codeFailed: (at: ClientRecord, subject: Subject) => Promise<void>;
  /**
   * The write that a right code is taken with. Throws UserChanged where a wrong one was counted meanwhile: of guesses
   * that come at once, no more are looked at than are counted.
   */
  readonly codeSucceeded: (at: ClientRecord, user: UserRecord) => Write;
}

/** A wrong password, or a user that the client must not know to be unknown. */
export const wrongPassword = (): CognitoException =>
  new CognitoException('NotAuthorizedException', 'Incorrect username or password.');

/** How a client hears of a user that is not there. */
export const unknownUser = ({ client }: ClientRecord): CognitoException =>
  hidesUserExistence(client) ? wrongPassword() : new CognitoException('UserNotFoundException', 'User does not exist.');

// Who came by an import without a password has none that would be right, and is told what to do.
const refused = (at: ClientRecord, { user, password }: UserRecord): CognitoException =>
  user.status === 'RESET_REQUIRED' && !password && !hidesUserExistence(at.client)
    ? new CognitoException('PasswordResetRequiredException', 'Password reset required for the user')
    : wrongPassword();

export const createAttempts = ({ failures }: { readonly failures: FailureRepository }): Attempts => ({
  assertNotLockedOut: ({ pool }, { failures, codeFailures }, kind = 'password') => {
    if (!isLockedOut(kind === 'password' ? failures : codeFailures, now(), lockoutOf(pool))) return;
    throw new CognitoException('NotAuthorizedException', 'Password attempts exceeded');
  },

  failed: async (at, subject) => {
    const { userKey, failures: seen } = subject;
    await failures.count(at.pool.id, userKey, 'password', seen, { now: now(), ...lockoutOf(at.pool) });
    return subject.user ? refused(at, subject) : unknownUser(at);
  },

  succeeded: async ({ pool }, { userKey, failures: seen }) => {
    if (seen) await failures.forget(pool.id, userKey, 'password', seen);
  },

  codeFailed: ({ pool }, { userKey, codeFailures }) =>
    failures.count(pool.id, userKey, 'code', codeFailures, { now: now(), ...lockoutOf(pool) }),

  codeSucceeded: ({ pool }, { userKey, codeFailures }) => failures.settle(pool.id, userKey, 'code', codeFailures),
});
