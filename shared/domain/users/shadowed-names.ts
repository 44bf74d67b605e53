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

// In the form that a pool has, usernames look like email addresses and phone numbers that stand for somebody only where
// they were brought along.
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
 * Names of others that a new user's username would stand before: a username is looked up first, and must not be the sub
 * or preferred username of somebody else, nor anybody's username in the other case. None where it is made up now.
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

// Names in the other form of a change alone, and usernames of before.
const unusual = (pool: UserPool, user: User, gained: readonly OwnName[], userKey: string): readonly OwnName[] => {
  const usual = currentNames(pool, user, userKey).filter(({ kind }) => kind !== 'username');
  return withoutNames(gained, usual).filter(({ key }) => key !== userKey);
};

/**
 * As what else nobody may go by a name that a user gains by a change of the pool: a username that is folded otherwise
 * stands before all other names.
 */
export const conflictingKinds = (pool: UserPool, { kind }: OwnName): readonly OwnName['kind'][] => {
  if (!hasTwoCases(pool)) return [];
  if (kind !== 'username') return ['username'];
  const forms = [pool, otherForm(pool) ?? pool];
  return [...new Set(forms.flatMap((form) => [...aliasAttributes(form), ...usernameAttributes(form)]))];
};

/** Of names that a user gains by a change of the pool those that must be nobody's username. One of each key. */
export const namesToBeUnused = (
  pool: UserPool,
  user: User,
  gained: readonly OwnName[],
  userKey: string,
): readonly OwnName[] => [...new Map(unusual(pool, user, gained, userKey).map((name) => [name.key, name])).values()];

/**
 * Names that must be nobody's where a user gains others by a change of the pool: a username that is folded otherwise is
 * looked up before all other names, and stands before none of somebody else's.
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

/** The sub of a new user who brought it along, which must be nobody's username: it would be looked up first. */
export const givenSub = (pool: UserPool, { sub, username }: User, userKey: string): readonly OwnName[] =>
  sub === username
    ? []
    : keysOfUsername(pool, sub).flatMap((key) => (key === userKey ? [] : [{ kind: 'sub' as const, key }]));
