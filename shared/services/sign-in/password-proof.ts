import type { Write } from '#shared/data/write.ts';
import type { Trail } from '#shared/domain/sign-in/trail.ts';
import { passwordMatches, rehashPassword } from '../passwords/passwords.ts';
import {
  assertConfirmed,
  type PasswordSubject,
  passwordFailed,
  passwordSucceeded,
  unknownUser,
  wrongPassword,
} from './attempts.ts';

/**
 * Compares a password in clear with its hash, at the same cost for a name that nobody has. Gives the writes that go
 * with the next step. Throws NotAuthorizedException for a wrong password, and counts it. Throws
 * UserNotConfirmedException first, where `assertConfirmed` does.
 */
export const provePassword = async (
  subject: PasswordSubject,
  trail: Trail,
  password: string,
): Promise<readonly Write[]> => {
  const { app, record } = subject;
  assertConfirmed(subject, trail);
  const right = await passwordMatches(password, record.user && record.password);
  if (!right) throw await passwordFailed(app, record);
  if (!record.user || !record.password) throw unknownUser(app);
  await passwordSucceeded(app, record);
  return rehashPassword(app.pool, record.userKey, password, record.password, wrongPassword);
};
