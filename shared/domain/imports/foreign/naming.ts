import type { PoolSettings } from '../../user-pools/user-pool.ts';
import { isEmail, isPhoneNumber } from '../../users/attributes.ts';
import { nameForm } from '../../users/comparison.ts';

/** What can become the username of another product's user. */
export type NameSource = 'username' | 'email' | 'phone_number' | 'id';

/** Which of them becomes the username: the first one that the user has. */
export interface Naming {
  readonly sources: readonly NameSource[];
  /** True where a username must not look like an alias. */
  readonly isPlain: boolean;
}

/** The naming for a pool with these settings, by which users can sign in with the same name as before. */
export const namingFor = (settings: Pick<PoolSettings, 'UsernameAttributes' | 'AliasAttributes'>): Naming => {
  const kinds = settings.UsernameAttributes ?? [];
  if (kinds.length > 0) return { sources: kinds, isPlain: false };
  const isPlain = (settings.AliasAttributes ?? []).some((name) => name !== 'preferred_username');
  return { sources: isPlain ? ['username', 'id'] : ['username', 'email', 'phone_number', 'id'], isPlain };
};

/** The username of a user with these names; undefined where none of them can be one. */
export const findUsername = (
  { sources, isPlain }: Naming,
  names: Readonly<Partial<Record<NameSource, string>>>,
): string | undefined =>
  sources
    .map((source) => names[source])
    .find((name) => name !== undefined && nameForm.test(name) && !(isPlain && (isEmail(name) || isPhoneNumber(name))));
