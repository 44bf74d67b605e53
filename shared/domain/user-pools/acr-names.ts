/** The names that a pool gives to the four levels of authentication. */
import { CognitoException } from '#shared/errors/exception.ts';
import type { PoolSettings } from './user-pool.ts';

/**
 * How strongly somebody proved who they are: 1 by a password, 2 by a single code from a message, 3 by a passkey or a
 * password and a code from a message, 4 by a password and a code of an authenticator app.
 */
export type AcrLevel = 1 | 2 | 3 | 4;

/** All levels, the lowest first. */
export const acrLevels: readonly AcrLevel[] = [1, 2, 3, 4];

/** The name of a level in `acr` claims and `acr_values`: the pool's own, or `urn:cognito:loa:` and the level. */
export const acrName = ({ settings }: { readonly settings: PoolSettings }, level: AcrLevel): string =>
  settings.AcrConfiguration?.[`Level${level}`]?.AcrValue ?? `urn:cognito:loa:${level}`;

/** The level that the pool has under that name; undefined for any other name. */
export const acrLevelOf = (pool: { readonly settings: PoolSettings }, name: string): AcrLevel | undefined =>
  acrLevels.find((level) => acrName(pool, level) === name);

/** True where the pool names levels, so that all its tokens state one. */
export const namesAcr = ({ settings }: { readonly settings: PoolSettings }): boolean =>
  Object.keys(settings.AcrConfiguration ?? {}).length > 0;

/** Throws FeatureUnavailableInTierException where the pool's tier has no authentication levels. */
export const assertAcrInTier = ({ settings }: { readonly settings: PoolSettings }, asked: string): void => {
  if (settings.UserPoolTier !== 'LITE') return;
  throw new CognitoException('FeatureUnavailableInTierException', `${asked} is not available in the tier LITE.`);
};

/**
 * Throws InvalidParameterException where two levels would have one name, and FeatureUnavailableInTierException where
 * the tier has no names of levels.
 */
export const assertAcrNames = (settings: PoolSettings): void => {
  if (!namesAcr({ settings })) return;
  assertAcrInTier({ settings }, 'AcrConfiguration');
  const names = acrLevels.map((level) => acrName({ settings }, level));
  if (new Set(names).size === names.length) return;
  throw new CognitoException(
    'InvalidParameterException',
    'Each level of AcrConfiguration needs a name of its own, and none may have the name of a level that is left out.',
  );
};
