import { hasTwoCases, keepsBoth, otherForm } from '../user-pools/pool-change.ts';
import { aliasAttributes, isCaseSensitive, usernameAttributes } from '../user-pools/settings.ts';
import type { UserPool } from '../user-pools/user-pool.ts';
import { isEmail, isPhoneNumber } from './attributes.ts';
import { nameKey } from './comparison.ts';
import type { User } from './user.ts';

/**
 * A name that finds a user, other than the key that the user is stored under. It has the form in which it is unique.
 */
export interface OwnName {
  /** `username` only where the username was folded in another way when the user was made. */
  readonly kind: 'username' | 'email' | 'phone_number' | 'preferred_username' | 'sub';
  readonly key: string;
}

// Made by a sign-in through a provider.
const isExternal = ({ identities = [] }: User): boolean => identities.some(({ primary }) => primary);

export const sameName = (a: OwnName, b: OwnName): boolean => a.kind === b.kind && a.key === b.key;

/**
 * The names that a user has, other than the key that the user is stored under. An email or phone number as alias counts
 * once it is verified. Where users sign up with it, it counts from the start. Users who came through a provider have
 * none of these names: what the provider says of them may be somebody else's.
 */
export const currentNames = (pool: UserPool, user: User, userKey: string): readonly OwnName[] => {
  const toKey = (name: string): string => nameKey(name, isCaseSensitive(pool));
  const isVerified = (kind: string): boolean => user.attributes[`${kind}_verified`]?.toLowerCase() === 'true';
  const own = isExternal(user) ? [] : usernameAttributes(pool);
  const aliases = (isExternal(user) ? [] : aliasAttributes(pool)).filter(
    (kind) => kind === 'preferred_username' || isVerified(kind),
  );
  const names = [...own, ...aliases].flatMap((kind) => {
    const value = user.attributes[kind];
    return value ? [{ kind, key: toKey(value) }] : [];
  });
  const username = toKey(user.username);
  return [
    ...(username === userKey ? [] : [{ kind: 'username' as const, key: username }]),
    ...(user.sub === user.username ? [] : [{ kind: 'sub' as const, key: toKey(user.sub) }]),
    ...names,
  ];
};

/** The names in both forms of the pool's change; without a change, those of the pool. */
export const namesInBothForms = (pool: UserPool, user: User, userKey: string): readonly OwnName[] => {
  const names = currentNames(pool, user, userKey);
  const other = otherForm(pool);
  if (!other) return names;
  const more = currentNames(other, user, userKey).filter((name) => !names.some((own) => sameName(own, name)));
  return [...names, ...more];
};

const isCopied = ({ change }: UserPool, { copiedFor }: User): boolean =>
  change !== undefined && copiedFor === change.id;

/** The names for which the store has owner items of the user. */
export const claimedNames = (pool: UserPool, user: User, userKey: string): readonly OwnName[] =>
  isCopied(pool, user) ? namesInBothForms(pool, user, userKey) : currentNames(pool, user, userKey);

/** The names that the user is to have after a write. */
export const namesToKeep = (pool: UserPool, user: User, userKey: string): readonly OwnName[] =>
  pool.change && keepsBoth(pool.change) ? claimedNames(pool, user, userKey) : currentNames(pool, user, userKey);

/** The names that are not among the others. */
export const withoutNames = (names: readonly OwnName[], others: readonly OwnName[]): readonly OwnName[] =>
  names.filter((name) => !others.some((other) => sameName(other, name)));

/**
 * The user with the mark of having all names in both forms, only where a write keeps it. A write that gives up the
 * other form removes it.
 */
export const withCopyMark = (pool: UserPool, { copiedFor, ...user }: User): User =>
  copiedFor !== undefined && pool.change && keepsBoth(pool.change) ? { ...user, copiedFor } : user;

/** The keys that a user of that username may be stored under, the pool's present one first. */
export const keysOfUsername = (pool: UserPool, username: string): readonly string[] => {
  const caseSensitive = isCaseSensitive(pool);
  const own = nameKey(username, caseSensitive);
  return hasTwoCases(pool) ? [...new Set([own, nameKey(username, !caseSensitive)])] : [own];
};

/** True where the name cannot be a username itself, but only stand for one. */
export const standsForAnother = (pool: UserPool, name: string): boolean =>
  usernameAttributes(pool).length > 0
    ? isEmail(name) || isPhoneNumber(name)
    : aliasAttributes(pool).some(
        (kind) => (kind === 'email' && isEmail(name)) || (kind === 'phone_number' && isPhoneNumber(name)),
      );

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

// In the pool's present form, only usernames that were brought along can look like email addresses or phone numbers
// that stand for a user.
const kindsIn = (pool: UserPool, username: string): readonly OwnName['kind'][] => {
  const other = pool.change && keepsBoth(pool.change) ? otherForm(pool) : undefined;
  return [
    ...(hasTwoCases(pool) ? (['username'] as const) : []),
    ...(uuid.test(username) ? (['sub'] as const) : []),
    ...aliasAttributes(pool).filter((kind) => kind === 'preferred_username'),
    ...(standsForAnother(pool, username) ? [...aliasAttributes(pool), ...usernameAttributes(pool)] : []),
    ...(other ? [...aliasAttributes(other), ...usernameAttributes(other)] : []),
  ];
};

/**
 * Names of other users that a new user's username would hide, as usernames are looked up first. It must not be somebody
 * else's sub or preferred username, nor anybody's username in the other case. Empty where the username was made up just
 * now.
 */
export const shadowableNames = (
  pool: UserPool,
  user: User,
  userKey: string,
  isSubGiven: boolean,
): readonly OwnName[] => {
  if (user.username === user.sub && !isSubGiven) return [];
  const own = namesToKeep(pool, user, userKey);
  const kinds = [...new Set(kindsIn(pool, userKey))];
  return keysOfUsername(pool, user.username)
    .flatMap((key) => kinds.map((kind) => ({ kind, key })))
    .filter((name) => !own.some((one) => sameName(one, name)));
};

// Names that are only in the other form of a change, and earlier usernames.
const unusual = (pool: UserPool, user: User, gained: readonly OwnName[], userKey: string): readonly OwnName[] => {
  const usual = currentNames(pool, user, userKey).filter(({ kind }) => kind !== 'username');
  return withoutNames(gained, usual).filter(({ key }) => key !== userKey);
};

/**
 * As which other kinds of name nobody may have a name that a user gains by a change of the pool. A username that is
 * folded in another way hides all other names.
 */
export const conflictingKinds = (pool: UserPool, { kind }: OwnName): readonly OwnName['kind'][] => {
  if (!hasTwoCases(pool)) return [];
  if (kind !== 'username') return ['username'];
  const forms = [pool, otherForm(pool) ?? pool];
  return [...new Set(forms.flatMap((form) => [...aliasAttributes(form), ...usernameAttributes(form)]))];
};

/**
 * The names, of those that a user gains by a change of the pool, that must not be anybody's username. One for each key.
 */
export const namesToBeUnused = (
  pool: UserPool,
  user: User,
  gained: readonly OwnName[],
  userKey: string,
): readonly OwnName[] => [...new Map(unusual(pool, user, gained, userKey).map((name) => [name.key, name])).values()];

/**
 * The names that must be nobody's when a user gains names by a change of the pool. A username that is folded in another
 * way is looked up before all other names, and must not hide somebody else's.
 */
export const namesToBeUnowned = (
  pool: UserPool,
  user: User,
  gained: readonly OwnName[],
  userKey: string,
): readonly OwnName[] => {
  if (!hasTwoCases(pool)) return [];
  const nobodys = unusual(pool, user, gained, userKey).flatMap(({ kind, key }): readonly OwnName[] =>
    kind === 'username' ? kindsIn(pool, key).map((other) => ({ kind: other, key })) : [{ kind: 'username', key }],
  );
  const others = withoutNames(nobodys, namesInBothForms(pool, user, userKey));
  return others.filter((name, at) => others.findIndex((one) => sameName(one, name)) === at);
};

/** The sub that a new user brought along. It must not be anybody's username, which would be looked up first. */
export const givenSub = (pool: UserPool, { sub, username }: User, userKey: string): readonly OwnName[] =>
  sub === username
    ? []
    : keysOfUsername(pool, sub).flatMap((key) => (key === userKey ? [] : [{ kind: 'sub' as const, key }]));
