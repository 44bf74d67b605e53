import { askedLevels } from '../sign-in/authentication-context.ts';
import type { AcrLevel } from '../user-pools/acr-names.ts';
import type { UserPool } from '../user-pools/user-pool.ts';

/**
 * The authentication levels that a request asks for by `acr_values`; undefined where it asks for none that the pool has,
 * and in the tier without levels.
 */
export const requestedLevels = (
  { settings }: Pick<UserPool, 'settings'>,
  { acrValues }: { readonly acrValues: readonly string[] },
): readonly AcrLevel[] | undefined => {
  if (settings.UserPoolTier === 'LITE') return undefined;
  const levels = askedLevels({ settings }, acrValues.join(' '));
  return levels.length > 0 ? levels : undefined;
};
