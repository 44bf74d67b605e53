import { once } from '#shared/config/once.ts';
import type { Code } from '#shared/domain/codes/code.ts';
import type { Passkey } from '#shared/domain/passkeys/passkey.ts';
import type { RecoveryCodes } from '#shared/domain/recovery-codes/recovery-codes.ts';
import type { SoftwareToken } from '#shared/domain/totp/software-token.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { Failures, PasswordCredential, User } from '#shared/domain/users/user.ts';
import { noteOnCall } from '#shared/observability/call.ts';
import { type Key, keys, type OwnedName, sha256Of, userFacts } from '../keys.ts';
import { fromItem, type Item, table, toItem, ttl } from '../table.ts';
import { Conflict, type Write } from '../write.ts';
import { fromUserItem, slotKeys, toUserItem } from './user-item.ts';

/** What one query reads under a name: the user that has it as username, and who owns it otherwise. */
export interface NameFacts {
  readonly user: User | undefined;
  readonly password: PasswordCredential | undefined;
  readonly softwareToken: SoftwareToken | undefined;
  readonly passkeys: readonly Passkey[];
  readonly recoveryCodes: RecoveryCodes | undefined;
  /** Wrong passwords and wrong codes. They are counted also for names that nobody has. */
  readonly failures: Failures | undefined;
  readonly codeFailures: Failures | undefined;
  /** Keys of the users that own the name as alias or sub. */
  readonly owners: Readonly<Partial<Record<OwnedName, string>>>;
  readonly codes: readonly Code[];
  /** What is remembered of earlier sign-ins, as it is stored: most who read users do not look into it. */
  readonly riskMemory?: Item | undefined;
}

/** Somebody else changed the user since it was read: read it again and decide again. */
export class UserChanged extends Conflict {}

/** The user was counted as active in that month before. */
export class AlreadyCounted extends Error {}

interface Owner {
  readonly kind: OwnedName;
  readonly userKey: string;
}

const unlimited: ReadonlySet<unknown> = new Set([
  'TokenFamily',
  'UserSession',
  'Device',
  'CustomSignIn',
  'AskedDevice',
  'MessageCount',
  'SsoSession',
  'AuthEvent',
]);

const opening: ReadonlySet<unknown> = new Set([
  'Password',
  'PasswordHistory',
  'SoftwareToken',
  'PendingSoftwareToken',
  'RecoveryCodes',
  'Passkey',
  'Device',
  'Code',
  'CustomSignIn',
  'AskedDevice',
  'SsoSession',
]);

// A year and the month to compare it with.
const activityLifetimeMs = 14 * 31 * 86_400_000;

/** The shares of a count of active users: as many as can be added to at once, when a month begins for everybody. */
export const activityShards = 32;

const activityShardOf = (userKey: string): number =>
  Number.parseInt(sha256Of(userKey).slice(0, 2), 16) % activityShards;

const versioned = { '#data': 'data', '#version': 'version' };

// A later user of the same name may have the same version.
const unchanged = ({ sub, version }: User) => ({
  expression: '#data.#version = :before AND #data.#sub = :sub',
  names: { ...versioned, '#sub': 'sub' },
  values: { ':before': version, ':sub': sub },
  refused: () => new UserChanged(),
});

/** Users: profile, password and counters in one partition for each user; owners of names in items of their own. */
export const userRepository = once(() => ({
  /** Everything that sign-in needs to know about a name, in one request. */
  read: async (pool: UserPool, nameKey: string): Promise<NameFacts> => {
    const items = await table().partition(keys.userPartition(pool.id, nameKey), userFacts);
    const all = <Entity>(type: string): Entity[] =>
      items.flatMap((item) => (item.type === type ? [fromItem<Entity>(type, item)] : []));
    const profile = items.find(({ type }) => type === 'User');
    const user = profile && fromUserItem(pool, profile);
    if (user) noteOnCall({ sub: user.sub });
    const [password] = all<PasswordCredential>('Password');
    const [softwareToken] = all<SoftwareToken>('SoftwareToken');
    const [recoveryCodes] = all<RecoveryCodes>('RecoveryCodes');
    const [failures] = all<Failures>('Failures');
    const [codeFailures] = all<Failures>('CodeFailures');
    const owners = Object.fromEntries(all<Owner>('Owner').map(({ kind, userKey }) => [kind, userKey]));
    return {
      user,
      password,
      softwareToken,
      passkeys: all<Passkey>('Passkey'),
      recoveryCodes,
      failures,
      codeFailures,
      owners,
      codes: all<Code>('Code'),
      riskMemory: items.find(({ type }) => type === 'RiskMemory'),
    };
  },

  find: async (pool: UserPool, userKey: string): Promise<User | undefined> => {
    const item = await table().get(keys.user(pool.id, userKey));
    const user = item && fromUserItem(pool, item);
    if (user) noteOnCall({ sub: user.sub });
    return user;
  },

  /** Makes a user whose username is not taken; `refused` gives the error where it is. */
  create: (pool: UserPool, user: User, userKey: string, refused: () => Error): Write => {
    noteOnCall({ sub: user.sub });
    return {
      put: toUserItem(pool, user, userKey),
      when: { expression: 'attribute_not_exists(pk)', refused },
    };
  },

  /**
   * Replaces the version before it, and the search indexes follow. Throws UserChanged where another change came first.
   */
  update: (pool: UserPool, user: User, userKey: string): Write => ({
    put: toUserItem(pool, { ...user, version: user.version + 1 }, userKey),
    when: unchanged(user),
  }),

  /** Marks a user as counted for a month. Throws AlreadyCounted where that was done meanwhile, or the user is gone. */
  markActive: (poolId: string, userKey: string, { sub }: User, month: string): Write => ({
    update: keys.user(poolId, userKey),
    expression: 'SET #data.#active = :month, #data.#version = #data.#version + :one',
    names: { ...versioned, '#active': 'activeMonth' },
    values: { ':month': month, ':one': 1 },
    when: {
      expression: '#data.#sub = :sub AND (attribute_not_exists(#data.#active) OR #data.#active < :month)',
      names: { '#sub': 'sub' },
      values: { ':sub': sub },
      refused: () => new AlreadyCounted(),
    },
  }),

  /** One more user who is active in a month. It goes together with the mark of that user, so that it is counted once. */
  countActive: (poolId: string, userKey: string, month: string): Write => ({
    update: keys.activeUsers(poolId, activityShardOf(userKey), month),
    expression: 'SET #type = :type, #ttl = :ttl ADD #count :one',
    names: { '#type': 'type', '#ttl': 'ttl', '#count': 'count' },
    values: { ':type': 'ActiveUsers', ':ttl': ttl(Date.parse(month) + activityLifetimeMs), ':one': 1 },
  }),

  /** Puts a user into the pool's additional indexes; no writes where the user has no values. Throws UserChanged. */
  indexAnew: (pool: UserPool, user: User, userKey: string): Write[] => {
    const entries = Object.entries(slotKeys(pool, user));
    if (entries.length === 0) return [];
    return [
      {
        update: keys.user(user.poolId, userKey),
        expression: `SET ${entries.map(([index]) => `${index} = :${index}`).join(', ')}`,
        values: Object.fromEntries(entries.map(([index, key]) => [`:${index}`, key])),
        when: unchanged(user),
      },
    ];
  },

  /** Removes the profile. Throws UserChanged where it changed meanwhile. */
  remove: (user: User, userKey: string): Write => ({
    remove: keys.user(user.poolId, userKey),
    when: unchanged(user),
  }),

  /** Takes a name that nobody has, or that this user has already; `refused` gives the error where it is taken. */
  claimName: (poolId: string, kind: OwnedName, nameKey: string, userKey: string, refused: () => Error): Write => ({
    put: toItem('Owner', keys.owner(poolId, nameKey, kind), { kind, userKey }),
    when: {
      expression: 'attribute_not_exists(pk) OR #data.userKey = :owner',
      names: { '#data': 'data' },
      values: { ':owner': userKey },
      refused,
    },
  }),

  /** Nobody may have that name, except as a username; `refused` gives the error where somebody does. */
  unowned: (poolId: string, kind: OwnedName, nameKey: string, refused: () => Error): Write => ({
    check: keys.owner(poolId, nameKey, kind),
    when: { expression: 'attribute_not_exists(pk)', refused },
  }),

  /** Nobody may have that name as a username; `refused` gives the error where somebody does. */
  unused: (poolId: string, nameKey: string, refused: () => Error): Write => ({
    check: keys.user(poolId, nameKey),
    when: { expression: 'attribute_not_exists(pk)', refused },
  }),

  /** Takes a name from the user that has it. Throws UserChanged where that user no longer has it. */
  moveName: (poolId: string, kind: OwnedName, nameKey: string, from: string, to: string): Write => ({
    put: toItem('Owner', keys.owner(poolId, nameKey, kind), { kind, userKey: to }),
    when: {
      expression: '#data.userKey = :from',
      names: { '#data': 'data' },
      values: { ':from': from },
      refused: () => new UserChanged(),
    },
  }),

  /** Gives a name up. Throws UserChanged where another user has it by now. */
  releaseName: (poolId: string, kind: OwnedName, nameKey: string, userKey: string): Write => ({
    remove: keys.owner(poolId, nameKey, kind),
    when: {
      expression: 'attribute_not_exists(pk) OR #data.userKey = :owner',
      names: { '#data': 'data' },
      values: { ':owner': userKey },
      refused: () => new UserChanged(),
    },
  }),

  /** `sub` is stored beside it, for those who read the item alone. */
  putPassword: (poolId: string, userKey: string, sub: string, password: PasswordCredential): Write => ({
    put: toItem('Password', keys.password(poolId, userKey), password, { sub }),
  }),

  removePassword: (poolId: string, userKey: string): Write => ({ remove: keys.password(poolId, userKey) }),

  /** The same password under another hash; `refused` gives the error where that is no longer the password. */
  rehashPassword: (
    poolId: string,
    userKey: string,
    sub: string,
    before: PasswordCredential,
    password: PasswordCredential,
    refused: () => Error,
  ): Write => ({
    put: toItem('Password', keys.password(poolId, userKey), password, { sub }),
    when: {
      expression: '#data.phc = :phc',
      names: { '#data': 'data' },
      values: { ':phc': before.phc },
      refused,
    },
  }),

  /** One more global sign-out, which revokes every token family so far. Throws `refused` where the user is gone. */
  signOut: (poolId: string, userKey: string, refused: () => Error): Write => ({
    update: keys.user(poolId, userKey),
    expression: 'SET #data.signOuts = #data.signOuts + :one, #data.#version = #data.#version + :one',
    names: versioned,
    values: { ':one': 1 },
    when: { expression: 'attribute_exists(pk)', refused },
  }),

  /** Hashes of former passwords, latest first. */
  passwordHistory: async (poolId: string, userKey: string): Promise<readonly string[]> => {
    const item = await table().get(keys.passwordHistory(poolId, userKey));
    return item ? fromItem<{ phcs: readonly string[] }>('PasswordHistory', item).phcs : [];
  },

  putPasswordHistory: (poolId: string, userKey: string, phcs: readonly string[]): Write => ({
    put: toItem('PasswordHistory', keys.passwordHistory(poolId, userKey), { phcs }),
  }),

  /** Everything of the user except profile and names: `many` of which there may be any number, and the rest. */
  belongings: async (poolId: string, userKey: string): Promise<{ many: Key[]; rest: Key[] }> => {
    const items = await table().partition(keys.userPartition(poolId, userKey));
    const keysOf = (isMeant: (type: unknown) => boolean): Key[] =>
      items.flatMap(({ pk, sk, type }) => (isMeant(type) ? [{ pk: String(pk), sk: String(sk) }] : []));
    return {
      many: keysOf((type) => unlimited.has(type)),
      // An owner's item is of somebody whose alias this username is.
      rest: keysOf((type) => !unlimited.has(type) && type !== 'User' && type !== 'Owner'),
    };
  },

  /**
   * What the user can sign in with, and sign-ins under way. Not the sign-ins that gave tokens, which `signOut` ends.
   */
  openings: async (poolId: string, userKey: string): Promise<Key[]> => {
    const items = await table().partition(keys.userPartition(poolId, userKey));
    return items.flatMap(({ pk, sk, type }) => (opening.has(type) ? [{ pk: String(pk), sk: String(sk) }] : []));
  },
}));

export type UserRepository = ReturnType<typeof userRepository>;
