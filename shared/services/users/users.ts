import { once } from '#shared/config/once.ts';
import { type NameFacts, type UserRepository, userRepository } from '#shared/data/users/user-repository.ts';
import type { Code } from '#shared/domain/codes/code.ts';
import type { Passkey } from '#shared/domain/passkeys/passkey.ts';
import type { RecoveryCodes } from '#shared/domain/recovery-codes/recovery-codes.ts';
import type { SoftwareToken } from '#shared/domain/totp/software-token.ts';
import { isCaseSensitive } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { nameKey } from '#shared/domain/users/comparison.ts';
import { currentNames, type OwnName, sameName, standsForAnother } from '#shared/domain/users/names.ts';
import type { Failures, PasswordCredential, User } from '#shared/domain/users/user.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { type LookupTiming, lookupTiming } from '../timing/lookup-timing.ts';

/** A user, with everything else that the same query reads. */
export interface UserRecord {
  /** The user's key in the store: the folded username. */
  readonly userKey: string;
  readonly user: User;
  readonly password: PasswordCredential | undefined;
  readonly softwareToken: SoftwareToken | undefined;
  readonly passkeys: readonly Passkey[];
  readonly recoveryCodes: RecoveryCodes | undefined;
  readonly failures: Failures | undefined;
  readonly codeFailures: Failures | undefined;
  readonly codes: readonly Code[];
  readonly riskMemory?: NameFacts['riskMemory'];
}

/** Nobody has that name. Wrong passwords are counted, and codes are kept, all the same. */
export interface NobodyRecord {
  readonly userKey: string;
  readonly user: undefined;
  readonly failures: Failures | undefined;
  readonly codeFailures: Failures | undefined;
  readonly codes: readonly Code[];
}

/** Finds users by every name that the pool allows. */
export interface Users {
  /**
   * By username, alias or sub. A username takes one request, another name one more. Whether anybody has it or not, it
   * takes about the same time.
   */
  readonly find: (pool: UserPool, name: string) => Promise<UserRecord | NobodyRecord>;
  /** True where somebody has the name. One request. */
  readonly isTaken: (pool: UserPool, name: string) => Promise<boolean>;
  /** Throws UserNotFoundException. */
  readonly get: (pool: UserPool, name: string) => Promise<UserRecord>;
  /** By a key that `find` gave. */
  readonly findByKey: (pool: UserPool, userKey: string) => Promise<UserRecord | NobodyRecord>;
  /** The user of a key that is known to be a username's. Throws UserNotFoundException. */
  readonly getByKey: (pool: UserPool, userKey: string) => Promise<UserRecord>;
}

/** The key under which a user of the pool is stored. */
export const userKeyOf = (pool: UserPool, username: string): string => nameKey(username, isCaseSensitive(pool));

const noUser = (): CognitoException => new CognitoException('UserNotFoundException', 'User does not exist.');

// Users choose their preferred usernames: none may come before a sub, or a verified address, of somebody else.
const byStrength = ['username', 'sub', 'email', 'phone_number', 'preferred_username'] as const;

const ownersOf = ({ owners }: NameFacts): readonly (OwnName['kind'] & keyof typeof owners)[] =>
  byStrength.filter((kind) => owners[kind] !== undefined);

const toRecord = (userKey: string, { owners: _owners, user, ...facts }: NameFacts): UserRecord | NobodyRecord => {
  const { failures, codeFailures, codes } = facts;
  if (!user) return { userKey, user: undefined, failures, codeFailures, codes };
  // What an earlier user of the same name left is not this user's.
  const own = <Kept extends { readonly sub: string }>(kept: Kept): boolean => kept.sub === user.sub;
  const { softwareToken, recoveryCodes } = facts;
  return {
    ...facts,
    userKey,
    user,
    softwareToken: softwareToken && own(softwareToken) ? softwareToken : undefined,
    passkeys: facts.passkeys.filter(own),
    recoveryCodes: recoveryCodes && own(recoveryCodes) ? recoveryCodes : undefined,
    codes: codes.filter(own),
  };
};

interface Deps {
  readonly lookupTiming: LookupTiming;
  readonly userRepository: Pick<UserRepository, 'read'>;
}

// An alias that moves more often than this while one request looks for its user is not found.
const mostRounds = 8;

const isThere = ({ user }: UserRecord | NobodyRecord): boolean => user !== undefined;

export const createUsers = ({ lookupTiming, userRepository }: Deps): Users => {
  const findAtOnce = async (
    pool: UserPool,
    name: string,
    { rounds, before }: { readonly rounds: number; readonly before?: string } = { rounds: mostRounds },
  ): Promise<UserRecord | NobodyRecord> => {
    const given = userKeyOf(pool, name);
    const facts = await userRepository.read(pool, given);
    if (facts.user) return toRecord(given, facts);
    const kinds = ownersOf(facts);
    for (const kind of kinds) {
      const owner = facts.owners[kind] ?? given;
      const record = toRecord(owner, await userRepository.read(pool, owner));
      // While a pool changes, names that are only in its other form are there, too.
      const isTheirs = (user: User): boolean =>
        currentNames(pool, user, owner).some((own) => sameName(own, { kind, key: given }));
      if (record.user && isTheirs(record.user)) return record;
    }
    // The owner is read before the user. In between, the alias may have moved: somebody has it at any time. Owners who
    // are the same again do not have it.
    const owners = JSON.stringify(facts.owners);
    if (kinds.length > 0 && !pool.change && rounds > 1 && owners !== before) {
      return findAtOnce(pool, name, { rounds: rounds - 1, before: owners });
    }
    // An alias that nobody has takes as many requests as one that leads to a user.
    const takesAnother = kinds.length === 0 && standsForAnother(pool, given);
    return toRecord(given, takesAnother ? await userRepository.read(pool, given) : facts);
  };

  // Finding nobody takes as long as finding somebody by a name of the same kind.
  const find: Users['find'] = (pool, name) => {
    const kind = standsForAnother(pool, userKeyOf(pool, name)) ? 'alias' : 'key';
    return lookupTiming.look(`${pool.id} ${kind}`, () => findAtOnce(pool, name), isThere);
  };

  const isTaken: Users['isTaken'] = async (pool, name) => {
    const facts = await userRepository.read(pool, userKeyOf(pool, name));
    return facts.user !== undefined || ownersOf(facts).length > 0;
  };

  const findByKey: Users['findByKey'] = (pool, userKey) =>
    lookupTiming.look(
      `${pool.id} key`,
      async () => toRecord(userKey, await userRepository.read(pool, userKey)),
      isThere,
    );

  const found = (record: UserRecord | NobodyRecord): UserRecord => {
    if (!record.user) throw noUser();
    return record;
  };

  return {
    find,
    isTaken,
    get: async (pool, name) => found(await find(pool, name)),
    findByKey,
    getByKey: async (pool, userKey) => found(await findByKey(pool, userKey)),
  };
};

export const users = once(() => createUsers({ lookupTiming: lookupTiming(), userRepository: userRepository() }));
