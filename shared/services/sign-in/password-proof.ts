import type { Write } from '#shared/data/write.ts';
import type { EventChallenge } from '#shared/domain/risk/auth-event.ts';
import type { ProofDetails, Trail } from '#shared/domain/sign-in/trail.ts';
import { protectionMode } from '#shared/domain/user-pools/settings.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { mindsLeaks, passwordMatches, rehashPassword } from '../passwords/passwords.ts';
import type { UserRecord } from '../users/users.ts';
import {
  assertConfirmed,
  type ProofSubject,
  passwordFailed,
  passwordSucceeded,
  unknownUser,
  wrongPassword,
} from './attempts.ts';

/** A right password. */
interface ProvedPassword {
  /** What goes with the next step. */
  readonly writes: readonly Write[];
  readonly details: ProofDetails;
}

/**
 * Notes a wrong password, or a wrong code, in pools with threat protection; of nobody, too, so that it takes as long.
 */
export const noteFailure = async (subject: ProofSubject, trail: Trail, name: EventChallenge['name']): Promise<void> => {
  if (protectionMode(subject.app.pool, trail.flow) === 'OFF') return;
  await (await import('./protected-sign-in.ts')).noteFailed(subject, trail, name);
};

/**
 * Whether the password with which a user signs in is known elsewhere, where the pool minds that. Throws
 * NotAuthorizedException where it could not be found out, and that counts.
 */
export const leakDetails = async (app: ClientRecord, record: UserRecord, password: string): Promise<ProofDetails> => {
  if (!mindsLeaks(app.pool)) return {};
  const { findLeak } = await import('./leaked-password.ts');
  const leakedPassword = await findLeak(app, record, password);
  return leakedPassword ? { leakedPassword } : {};
};

/**
 * Compares a password in clear with its hash, at the same cost for a name that nobody has. Throws NotAuthorizedException
 * for a wrong password, and counts it. Throws UserNotConfirmedException first, where `assertConfirmed` does.
 */
export const provePassword = async (subject: ProofSubject, trail: Trail, password: string): Promise<ProvedPassword> => {
  const { app, record } = subject;
  assertConfirmed(subject, trail);
  const right = await passwordMatches(password, record.user && record.password);
  if (!right) {
    await noteFailure(subject, trail, 'Password');
    throw await passwordFailed(app, record);
  }
  if (!record.user || !record.password) throw unknownUser(app);
  await passwordSucceeded(app, record);
  const details = await leakDetails(app, record, password);
  const proved = { userKey: record.userKey, sub: record.user.sub, password };
  const writes = await rehashPassword(app.pool, proved, record.password, wrongPassword);
  return { writes, details };
};
