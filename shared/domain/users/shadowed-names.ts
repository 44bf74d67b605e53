import { hasTwoCases, keepsBoth, otherForm } from '../user-pools/pool-change.ts';
import { aliasAttributes, usernameAttributes } from '../user-pools/settings.ts';
import type { UserPool } from '../user-pools/user-pool.ts';
import {
  currentNames,
  keysOfUsername,
  namesInBothForms,
  namesToKeep,
  type OwnName,
  sameName,
  standsForAnother,
  withoutNames,
} from './names.ts';
import type { User } from './user.ts';

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
