/** Brings users along from another directory when they are first asked for, by the UserMigration trigger. */
import { now } from '#shared/config/clock.ts';
import { table } from '#shared/data/table.ts';
import { usernameAttributes } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { assertAttributes } from '#shared/domain/users/attributes.ts';
import { changedPreference } from '#shared/domain/users/mfa-preference.ts';
import { newUser } from '#shared/domain/users/new-user.ts';
import type { User } from '#shared/domain/users/user.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { newPasswordWrites } from '../passwords/passwords.ts';
import { triggers } from '../triggers/create-triggers.ts';
import type { MigratedUser, TextMap } from '../triggers/triggers.ts';
import { userCreation } from '../users/user-changes.ts';
import { type UserRecord, userKeyOf, users } from '../users/users.ts';

interface MigrationRequest {
  readonly app: ClientRecord;
  /** As typed. */
  readonly username: string;
}

const taken = (): CognitoException =>
  // Not AliasExistsException, which the operations that migrate users do not have.
  new CognitoException('InvalidParameterException', 'An account with the given email or phone_number already exists.');

// Where users sign in with email or phone, the typed name becomes that attribute, and the username is made up.
const migratedUser = (
  { app: { pool }, username }: MigrationRequest,
  { attributes: given, finalUserStatus }: MigratedUser,
): User => {
  const [kind] = usernameAttributes(pool).filter((name) => (name === 'email') === username.includes('@'));
  const { username: _same, ...rest } = given;
  const isTheirs = usernameAttributes(pool).length === 0;
  const attributes = kind === undefined ? rest : { ...rest, [kind]: username };
  return newUser(pool, { username: isTheirs ? username : undefined, status: finalUserStatus, attributes }, now());
};

const asksForSms = { SMS_MFA: { enabled: true, preferred: undefined } };

/**
 * The user with codes by SMS switched on. Throws InvalidParameterException where they cannot be sent: nobody may come in
 * without one.
 */
export const withSmsCode = (pool: UserPool, user: User): User => {
  const proofs = { user, hasPassword: true, hasSoftwareToken: false, hasPasskey: false };
  return { ...user, mfa: changedPreference(pool, proofs, asksForSms) };
};

const settle = async (
  request: MigrationRequest,
  migrated: MigratedUser,
  password: string | undefined,
  take?: () => Promise<void>,
): Promise<UserRecord> => {
  const { pool } = request.app;
  const made = migratedUser(request, migrated);
  assertAttributes(pool, made.attributes);
  const user = migrated.needsSmsCode ? withSmsCode(pool, made) : made;
  const userKey = userKeyOf(pool, user.username);
  const change = { userKey, sub: user.sub, password: password ?? '', former: undefined };
  const writes = [
    ...(await userCreation(pool, user, userKey, { taken, force: migrated.forceAliasCreation })),
    ...(password === undefined ? [] : await newPasswordWrites(pool, change)),
  ];
  // After the hashing, which happens before a wrong password is counted, too.
  await take?.();
  await table().write(writes);
  return users().getByKey(pool, userKey);
};

/**
 * The user who signs in with that password in the other directory; undefined where there is no such trigger or user.
 * `take` is called before the user is made, and throws where the password comes too late.
 */
export const migrateAtSignIn = async ({
  password,
  validationData,
  take,
  ...request
}: MigrationRequest & {
  readonly password: string;
  readonly validationData: TextMap | undefined;
  readonly take: () => Promise<void>;
}): Promise<UserRecord | undefined> => {
  const { pool, client } = request.app;
  const migrated = await triggers().userMigration({
    pool,
    clientId: client.id,
    clientMetadata: undefined,
    source: 'UserMigration_Authentication',
    username: request.username,
    password,
    validationData,
  });
  return migrated && settle(request, migrated, password, take);
};

/** The user who forgot the password, in the other directory. */
export const migrateAtForgotPassword = async ({
  clientMetadata,
  ...request
}: MigrationRequest & { readonly clientMetadata: TextMap | undefined }): Promise<UserRecord | undefined> => {
  const { pool, client } = request.app;
  const migrated = await triggers().userMigration({
    pool,
    clientId: client.id,
    clientMetadata,
    source: 'UserMigration_ForgotPassword',
    username: request.username,
    password: undefined,
    validationData: undefined,
  });
  return migrated && settle(request, migrated, undefined);
};
