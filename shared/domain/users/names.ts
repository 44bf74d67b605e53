import { hasTwoCases, keepsBoth, otherForm } from '../user-pools/pool-change.ts';
import { aliasAttributes, isCaseSensitive, usernameAttributes } from '../user-pools/settings.ts';
import type { UserPool } from '../user-pools/user-pool.ts';
import { isEmail, isPhoneNumber } from './contacts.ts';
import { nameKey } from './name-key.ts';
import type { User } from './user.ts';

/** A name that finds a user beside the key that the user is stored under, in the form in which it is unique. */
export interface OwnName {
  /** A `username` of its own is one that was folded otherwise when the user was made. */
  readonly kind: 'username' | 'email' | 'phone_number' | 'preferred_username' | 'sub';
  readonly key: string;
}

export const sameName = (a: OwnName, b: OwnName): boolean => a.kind === b.kind && a.key === b.key;

/**
 * The names that a user has beside the key that the user is stored under. As alias an email or phone number counts once
 * it is verified; where users sign up with it, from the start.
 */
export const currentNames = (pool: UserPool, user: User, userKey: string): readonly OwnName[] => {
  const toKey = (name: string): string => nameKey(name, isCaseSensitive(pool));
  const isVerified = (kind: string): boolean => user.attributes[`${kind}_verified`]?.toLowerCase() === 'true';
  const aliases = aliasAttributes(pool).filter((kind) => kind === 'preferred_username' || isVerified(kind));
  const names = [...usernameAttributes(pool), ...aliases].flatMap((kind) => {
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

/** The names in both forms of the pool's change, and those of the pool alone where there is none. */
export const namesInBothForms = (pool: UserPool, user: User, userKey: string): readonly OwnName[] => {
  const names = currentNames(pool, user, userKey);
  const other = otherForm(pool);
  if (!other) return names;
  const more = currentNames(other, user, userKey).filter((name) => !names.some((own) => sameName(own, name)));
  return [...names, ...more];
};

const isCopied = ({ change }: UserPool, { copiedFor }: User): boolean =>
  change !== undefined && copiedFor === change.id;

/** The names that the user's owners' items are there for. */
export const claimedNames = (pool: UserPool, user: User, userKey: string): readonly OwnName[] =>
  isCopied(pool, user) ? namesInBothForms(pool, user, userKey) : currentNames(pool, user, userKey);

/** The names that the user is to have after a write. */
export const namesToKeep = (pool: UserPool, user: User, userKey: string): readonly OwnName[] =>
  pool.change && keepsBoth(pool.change) ? claimedNames(pool, user, userKey) : currentNames(pool, user, userKey);

/** Those that are not among the others. */
export const withoutNames = (names: readonly OwnName[], others: readonly OwnName[]): readonly OwnName[] =>
  names.filter((name) => !others.some((other) => sameName(other, name)));

/** The user as after a write that keeps `namesToKeep`: who gives up what is in the other form has not all of it. */
export const withCopyMark = (pool: UserPool, { copiedFor, ...user }: User): User =>
  copiedFor !== undefined && pool.change && keepsBoth(pool.change) ? { ...user, copiedFor } : user;

/** The keys that a user of that username may be stored under, the pool's own first. */
export const keysOfUsername = (pool: UserPool, username: string): readonly string[] => {
  const caseSensitive = isCaseSensitive(pool);
  const own = nameKey(username, caseSensitive);
  return hasTwoCases(pool) ? [...new Set([own, nameKey(username, !caseSensitive)])] : [own];
};

/** True where the name can only be one that stands for a username, which is another. */
export const standsForAnother = (pool: UserPool, name: string): boolean =>
  usernameAttributes(pool).length > 0
    ? isEmail(name) || isPhoneNumber(name)
    : aliasAttributes(pool).some(
        (kind) => (kind === 'email' && isEmail(name)) || (kind === 'phone_number' && isPhoneNumber(name)),
      );
