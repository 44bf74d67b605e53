import { hasTwoCases, keepsBoth, otherForm } from '../user-pools/pool-change.ts';
import { aliasAttributes, usernameAttributes } from '../user-pools/settings.ts';
import type { UserPool } from '../user-pools/user-pool.ts';
import { keptNames, keysOfUsername, namesOf, type OwnName, sameName, standsForAnother, withoutNames } from './names.ts';
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
 * or preferred username of somebody else, nor anybody's username in the other case.
 */
export const shadowableNames = (pool: UserPool, user: User, userKey: string): readonly OwnName[] => {
  if (user.username === user.sub) return [];
  const own = keptNames(pool, user, userKey);
  const kinds = [...new Set(kindsIn(pool, userKey))];
  return keysOfUsername(pool, user.username)
    .flatMap((key) => kinds.map((kind) => ({ kind, key })))
    .filter((name) => !own.some((one) => sameName(one, name)));
};

/**
 * Of names that a user gains those that must be nobody's username: names in the other form of a change alone, and
 * usernames of before. One of each key.
 */
export const namesToBeFree = (
  pool: UserPool,
  user: User,
  gained: readonly OwnName[],
  userKey: string,
): readonly OwnName[] => {
  const usual = namesOf(pool, user, userKey).filter(({ kind }) => kind !== 'username');
  const others = withoutNames(gained, usual).filter(({ key }) => key !== userKey);
  return [...new Map(others.map((name) => [name.key, name])).values()];
};
