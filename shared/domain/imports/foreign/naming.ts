import type { PoolSettings } from '../../user-pools/user-pool.ts';
import { isEmail, isPhoneNumber } from '../../users/contacts.ts';
import { nameForm } from '../../users/name-form.ts';

/** What a user of another product may be called by. */
export type NameSource = 'username' | 'email' | 'phone_number' | 'id';

/** Which of them becomes the username: the first that a user has. */
export interface Naming {
  readonly sources: readonly NameSource[];
  /** True where a username must not look like an alias. */
  readonly isPlain: boolean;
}

/** How users are called in a pool of these settings, so that they sign in by what they signed in by before. */
export const namingFor = (settings: Pick<PoolSettings, 'UsernameAttributes' | 'AliasAttributes'>): Naming => {
  const kinds = settings.UsernameAttributes ?? [];
  if (kinds.length > 0) return { sources: kinds, isPlain: false };
  const isPlain = (settings.AliasAttributes ?? []).some((name) => name !== 'preferred_username');
  return { sources: isPlain ? ['username', 'id'] : ['username', 'email', 'phone_number', 'id'], isPlain };
};

/** The username of a user who has these names; undefined where none of them is one. */
export const findUsername = (
  { sources, isPlain }: Naming,
  names: Readonly<Partial<Record<NameSource, string>>>,
): string | undefined =>
  sources
    .map((source) => names[source])
    .find((name) => name !== undefined && nameForm.test(name) && !(isPlain && (isEmail(name) || isPhoneNumber(name))));
