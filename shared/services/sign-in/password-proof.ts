import type { Write } from '#shared/data/write.ts';
import type { Trail } from '#shared/domain/sign-in/trail.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { passwordMatches, rehashPassword } from '../passwords/passwords.ts';
import type { NobodyRecord, UserRecord } from '../users/users.ts';
import { assertConfirmed, passwordFailed, passwordSucceeded, unknownUser, wrongPassword } from './attempts.ts';

/**
 * Compares a password in clear with its hash, at the same cost for a name that nobody has. Gives the writes that go
 * with the next step. Throws NotAuthorizedException for a wrong password, and counts it. Throws
 * UserNotConfirmedException first, where `assertConfirmed` does.
 */
export const provePassword = async (
  app: ClientRecord,
  record: UserRecord | NobodyRecord,
  trail: Trail,
  password: string,
): Promise<readonly Write[]> => {
  assertConfirmed(app, record, trail);
  const right = await passwordMatches(password, record.user && record.password);
  if (!right) throw await passwordFailed(app, record);
  if (!record.user || !record.password) throw unknownUser(app);
  await passwordSucceeded(app, record);
  return rehashPassword(app.pool, record.userKey, password, record.password, wrongPassword);
};
