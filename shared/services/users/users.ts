import type { NameFacts, UserRepository } from '#shared/data/users/user-repository.ts';
import type { Code } from '#shared/domain/codes/code.ts';
import { aliasAttributes, isCaseSensitive, usernameAttributes } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { nameKey } from '#shared/domain/users/name-key.ts';
import type { Failures, PasswordCredential, User } from '#shared/domain/users/user.ts';
import { CognitoException } from '#shared/errors/exception.ts';

/** A user with everything that one query reads beside. */
export interface UserRecord {
  /** The user's key in the store: the folded username. */
  readonly userKey: string;
  readonly user: User;
  readonly password: PasswordCredential | undefined;
  readonly failures: Failures | undefined;
  readonly codes: readonly Code[];
}

/** Nobody by that name; wrong passwords are counted and codes are kept all the same. */
export interface NobodyRecord {
  readonly userKey: string;
  readonly user: undefined;
  readonly failures: Failures | undefined;
  readonly codes: readonly Code[];
}

/** Finds users by whatever name the pool lets them be called. */
export interface Users {
  /** By username, alias or sub. A username costs one request, another name one more. */
  readonly find: (pool: UserPool, name: string) => Promise<UserRecord | NobodyRecord>;
  /** Throws UserNotFoundException. */
  readonly get: (pool: UserPool, name: string) => Promise<UserRecord>;
  /** Of a key that `find` gave. */
  readonly findByKey: (pool: UserPool, userKey: string) => Promise<UserRecord | NobodyRecord>;
  /** The user of a key that is known to be a username's. Throws UserNotFoundException. */
  readonly getByKey: (pool: UserPool, userKey: string) => Promise<UserRecord>;
}

/** The key in the store of a user of the pool. */
export const userKeyOf = (pool: UserPool, username: string): string => nameKey(username, isCaseSensitive(pool));

const noUser = (): CognitoException => new CognitoException('UserNotFoundException', 'User does not exist.');

const ownerOf = (pool: UserPool, { owners }: NameFacts): string | undefined => {
  const names = [...usernameAttributes(pool), ...aliasAttributes(pool)];
  return names.map((name) => owners[name]).find((owner) => owner !== undefined) ?? owners.sub;
};

const toRecord = (userKey: string, { user, password, failures, codes }: NameFacts): UserRecord | NobodyRecord =>
  user
    ? { userKey, user, password, failures, codes: codes.filter((code) => code.sub === user.sub) }
    : { userKey, user: undefined, failures, codes };

export const createUsers = ({ users }: { readonly users: UserRepository }): Users => {
  const find: Users['find'] = async (pool, name) => {
    const given = userKeyOf(pool, name);
    const facts = await users.read(pool.id, given);
    const owner = facts.user ? undefined : ownerOf(pool, facts);
    return owner === undefined ? toRecord(given, facts) : toRecord(owner, await users.read(pool.id, owner));
  };

  const findByKey: Users['findByKey'] = async (pool, userKey) => toRecord(userKey, await users.read(pool.id, userKey));

  const found = (record: UserRecord | NobodyRecord): UserRecord => {
    if (!record.user) throw noUser();
    return record;
  };

  return {
    find,
    get: async (pool, name) => found(await find(pool, name)),
    findByKey,
    getByKey: async (pool, userKey) => found(await findByKey(pool, userKey)),
  };
};
