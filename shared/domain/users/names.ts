import { aliasAttributes, isCaseSensitive, usernameAttributes } from '../user-pools/settings.ts';
import type { UserPool } from '../user-pools/user-pool.ts';
import { isEmail, isPhoneNumber } from './contacts.ts';
import { nameKey } from './name-key.ts';
import type { User } from './user.ts';

/** A name that finds a user beside the username, in the form in which it is unique. */
export interface OwnName {
  readonly kind: 'email' | 'phone_number' | 'preferred_username' | 'sub';
  readonly key: string;
}

/**
 * The names that a user has beside the username. As alias an email or phone number counts once it is verified; where
 * users sign up with it, from the start.
 */
export const namesOf = (pool: UserPool, user: User): readonly OwnName[] => {
  const toKey = (name: string): string => nameKey(name, isCaseSensitive(pool));
  const isVerified = (kind: string): boolean => user.attributes[`${kind}_verified`]?.toLowerCase() === 'true';
  const aliases = aliasAttributes(pool).filter((kind) => kind === 'preferred_username' || isVerified(kind));
  const names = [...usernameAttributes(pool), ...aliases].flatMap((kind) => {
    const value = user.attributes[kind];
    return value ? [{ kind, key: toKey(value) }] : [];
  });
  return user.sub === user.username ? names : [{ kind: 'sub', key: toKey(user.sub) }, ...names];
};

/** True where the name can only be one that stands for a username, which is another. */
export const standsForAnother = (pool: UserPool, name: string): boolean =>
  usernameAttributes(pool).length > 0
    ? isEmail(name) || isPhoneNumber(name)
    : aliasAttributes(pool).some(
        (kind) => (kind === 'email' && isEmail(name)) || (kind === 'phone_number' && isPhoneNumber(name)),
      );

export const sameName = (a: OwnName, b: OwnName): boolean => a.kind === b.kind && a.key === b.key;
