import type { Write } from '#shared/data/write.ts';
import type { EventChallenge } from '#shared/domain/risk/auth-event.ts';
import type { Trail } from '#shared/domain/sign-in/trail.ts';
import { protectionMode } from '#shared/domain/user-pools/settings.ts';
import { passwordMatches, rehashPassword } from '../passwords/passwords.ts';
import {
  assertConfirmed,
  type ProofSubject,
  passwordFailed,
  passwordSucceeded,
  unknownUser,
  wrongPassword,
} from './attempts.ts';

/**
 * Notes a wrong password, or a wrong code, in pools with threat protection; of nobody, too, so that it takes as long.
 */
export const noteFailure = async (subject: ProofSubject, trail: Trail, name: EventChallenge['name']): Promise<void> => {
  if (protectionMode(subject.app.pool, trail.flow) === 'OFF') return;
  await (await import('./protected-sign-in.ts')).noteFailed(subject, trail, name);
};

/**
 * Compares a password in clear with its hash, at the same cost for a name that nobody has. Gives the writes that go
 * with the next step. Throws NotAuthorizedException for a wrong password, and counts it. Throws
 * UserNotConfirmedException first, where `assertConfirmed` does.
 */
export const provePassword = async (
  subject: ProofSubject,
  trail: Trail,
  password: string,
): Promise<readonly Write[]> => {
  const { app, record } = subject;
  assertConfirmed(subject, trail);
  const right = await passwordMatches(password, record.user && record.password);
  if (!right) {
    await noteFailure(subject, trail, 'Password');
    throw await passwordFailed(app, record);
  }
  if (!record.user || !record.password) throw unknownUser(app);
  await passwordSucceeded(app, record);
  return rehashPassword(app.pool, record.userKey, password, record.password, wrongPassword);
};
