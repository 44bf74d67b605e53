/** Passwords of users who came from another pool without one: UserMigration tells which is right. */
import { now } from '#shared/config/clock.ts';
import { table } from '#shared/data/table.ts';
import { retryOnConflict } from '#shared/data/write.ts';
import { secondFactorsOf } from '#shared/domain/sign-in/factors.ts';
import { passwordPolicy } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { User } from '#shared/domain/users/user.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { newPasswordWrites } from '../passwords/passwords.ts';
import { triggers } from '../triggers/create-triggers.ts';
import type { MigratedUser, TextMap } from '../triggers/triggers.ts';
import { proofsOf } from '../users/proofs.ts';
import { userUpdate } from '../users/user-changes.ts';
import { type NobodyRecord, type UserRecord, users } from '../users/users.ts';
import { passwordSucceeded } from './attempts.ts';
import { withSmsCode } from './migration.ts';

interface AwaitedPassword {
  readonly app: ClientRecord;
  readonly record: UserRecord;
  /** As typed. */
  readonly password: string;
  readonly validationData: TextMap | undefined;
  readonly clientMetadata: TextMap | undefined;
}

const dayMs = 86_400_000;

const awaits = (record: UserRecord | NobodyRecord, { sub }: User): record is UserRecord =>
  record.user !== undefined && record.user.sub === sub && record.user.awaitsMigration === true && !record.password;

// Where this pool asks for a second factor anyway, it is the one that came along with the user.
const withFactors = (pool: UserPool, record: UserRecord, { needsSmsCode }: MigratedUser): User =>
  needsSmsCode && secondFactorsOf(pool, proofsOf(pool, record)).usable.length === 0
    ? withSmsCode(pool, record.user)
    : record.user;

const settle = async ({ app: { pool }, password }: AwaitedPassword, record: UserRecord, migrated: MigratedUser) => {
  const { user, userKey } = record;
  const { awaitsMigration: _awaited, ...rest } = withFactors(pool, record, migrated);
  const validity = passwordPolicy(pool).temporaryPasswordValidityDays * dayMs;
  const temporaryUntil = user.status === 'FORCE_CHANGE_PASSWORD' ? now() + validity : undefined;
  const change = { userKey, sub: user.sub, password, former: undefined };
  return [
    ...(await userUpdate(pool, user, { ...rest, updatedAt: now() }, userKey)),
    ...(await newPasswordWrites(pool, { ...change, ...(temporaryUntil !== undefined && { temporaryUntil }) })),
  ];
};

/**
 * Asks UserMigration for a password that awaits migration. Where it is right, it becomes the user's, in one write with the
 * end of the mark; sub, status, attributes and groups stay. Gives the user after that; where somebody else set a password
 * meanwhile, that one has to be proved. Undefined where there is no such trigger, or where it says no. Throws
 * NotAuthorizedException where the name was locked out meanwhile, and InvalidParameterException where the user must be
 * asked for a code by SMS and none can be sent.
 */
export const migratePassword = async (
  awaited: AwaitedPassword,
): Promise<{ readonly record: UserRecord | NobodyRecord; readonly isProved: boolean } | undefined> => {
  const { app, record, password, validationData, clientMetadata } = awaited;
  const { pool, client } = app;
  const { user, userKey } = record;
  const migrated = await triggers().userMigration({
    pool,
    clientId: client.id,
    clientMetadata,
    source: 'UserMigration_Authentication',
    // A name that was typed may be somebody else's in the other directory by now.
    username: user.username,
    user,
    password,
    validationData,
  });
  if (!migrated) return undefined;
  return retryOnConflict(async (attempt) => {
    const present = attempt === 1 ? record : await users().findByKey(pool, userKey);
    if (!awaits(present, user)) return { record: present, isProved: false };
    const writes = await settle(awaited, present, migrated);
    // After the hashing, which happens before a wrong password is counted, too.
    await passwordSucceeded(app, present);
    await table().write(writes);
    return { record: await users().getByKey(pool, userKey), isProved: true };
  });
};
