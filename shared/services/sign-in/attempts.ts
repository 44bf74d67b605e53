import { now } from '#shared/config/clock.ts';
import type { UserRepository } from '#shared/data/users/user-repository.ts';
import { hidesUserExistence } from '#shared/domain/app-clients/settings.ts';
import { isLockedOut, quietMs } from '#shared/domain/passwords/lockout.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { ClientRecord } from '../directory/directory.ts';
import type { NobodyRecord, UserRecord } from '../users/users.ts';

type Subject = UserRecord | NobodyRecord;

/** Wrong passwords: counted for users and for names that nobody has, so that lockout tells nothing. */
export interface Attempts {
  /** Throws NotAuthorizedException while the name is locked out: the password is not looked at. */
  readonly assertNotLockedOut: (subject: Subject) => void;
  /** Counts a wrong password and says how it is told: gives the exception to throw. */
  readonly failed: (at: ClientRecord, subject: Subject) => Promise<CognitoException>;
  /** Forgets the wrong passwords before a right one. */
  readonly succeeded: (at: ClientRecord, user: UserRecord) => Promise<void>;
}

/** A wrong password, or a user that the client must not know to be unknown. */
export const wrongPassword = (): CognitoException =>
  new CognitoException('NotAuthorizedException', 'Incorrect username or password.');

/** How a client hears of a user that is not there. */
export const unknownUser = ({ client }: ClientRecord): CognitoException =>
  hidesUserExistence(client) ? wrongPassword() : new CognitoException('UserNotFoundException', 'User does not exist.');

export const createAttempts = ({ users }: { readonly users: UserRepository }): Attempts => ({
  assertNotLockedOut: ({ failures }) => {
    if (!isLockedOut(failures, now())) return;
    throw new CognitoException('NotAuthorizedException', 'Password attempts exceeded');
  },

  failed: async (at, { user, userKey, failures }) => {
    await users.countFailure(at.pool.id, userKey, failures, { now: now(), quietMs });
    return user ? wrongPassword() : unknownUser(at);
  },

  succeeded: async ({ pool }, { userKey, failures }) => {
    if (failures) await users.forgetFailures(pool.id, userKey, failures);
  },
});
