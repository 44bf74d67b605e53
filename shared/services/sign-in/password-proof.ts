import type { Write } from '#shared/data/write.ts';
import type { EventChallenge } from '#shared/domain/risk/auth-event.ts';
import type { ProofDetails, Trail } from '#shared/domain/sign-in/trail.ts';
import { protectionMode } from '#shared/domain/user-pools/settings.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { mindsLeaks, passwordMatches, rehashPassword } from '../passwords/passwords.ts';
import type { TextMap } from '../triggers/triggers.ts';
import type { UserRecord } from '../users/users.ts';
import {
  assertConfirmed,
  type ProofSubject,
  passwordFailed,
  passwordSucceeded,
  unknownUser,
  wrongPassword,
} from './attempts.ts';

/** What triggers are told by the request in which the password is. */
export interface AskedWith {
  readonly validationData?: TextMap | undefined;
  readonly clientMetadata?: TextMap | undefined;
}

/** A right password. */
interface ProvedPassword {
  /** Whose it is, as it is stored now. */
  readonly record: UserRecord;
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

// Few users await a migration: what it takes is loaded for those.
const findAwaited = async ({ app, record }: ProofSubject, password: string, asked: AskedWith) => {
  if (!record.user?.awaitsMigration || record.password) return undefined;
  const { migratePassword } = await import('./awaited-password.ts');
  const { validationData, clientMetadata } = asked;
  return migratePassword({ app, record, password, validationData, clientMetadata });
};

/**
 * Compares a password in clear with its hash, at the same cost for a name that nobody has. Of a user who awaits a migration
 * UserMigration is asked. Throws NotAuthorizedException for a wrong password, and counts it. Throws
 * UserNotConfirmedException first, where `assertConfirmed` does.
 */
export const provePassword = async (
  given: ProofSubject,
  trail: Trail,
  password: string,
  asked: AskedWith = {},
): Promise<ProvedPassword> => {
  const { app } = given;
  assertConfirmed(given, trail);
  const { record, isProved } = (await findAwaited(given, password, asked)) ?? { record: given.record, isProved: false };
  const right = isProved || (await passwordMatches(password, record.user && record.password));
  if (!right) {
    await noteFailure({ ...given, record }, trail, 'Password');
    throw await passwordFailed(app, record);
  }
  if (!record.user || !record.password) throw unknownUser(app);
  if (!isProved) await passwordSucceeded(app, record);
  const details = await leakDetails(app, record, password);
  const proved = { userKey: record.userKey, sub: record.user.sub, password };
  const writes = await rehashPassword(app.pool, proved, record.password, wrongPassword);
  return { record, writes, details };
};
