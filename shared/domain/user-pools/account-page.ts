import { CognitoException } from '#shared/errors/exception.ts';
import { type AccountSection, accountSections } from './account-sections.ts';
import { acrLevelOf, assertAcrInTier } from './acr-names.ts';
import type { PoolAccountPage, UserPool } from './user-pool.ts';

/** What holds for the account page of a pool, with the defaults filled in. */
export interface AccountPageSettings extends Required<Omit<PoolAccountPage, 'clientId' | 'acrValues'>> {
  readonly clientId: string | undefined;
  readonly acrValues: string | undefined;
}

/** The settings of a pool's account page. It is off unless the pool switched it on. */
export const accountPageSettings = ({ accountPage }: Pick<UserPool, 'accountPage'>): AccountPageSettings => ({
  enabled: accountPage?.enabled ?? false,
  clientId: accountPage?.clientId,
  sections: accountPage?.sections ?? accountSections,
  freshMinutes: accountPage?.freshMinutes ?? 10,
  acrValues: accountPage?.acrValues,
});

/** True where the account page is on and has that section. */
export const hasAccountSection = (pool: Pick<UserPool, 'accountPage'>, section: AccountSection): boolean => {
  const { enabled, sections } = accountPageSettings(pool);
  return enabled && sections.includes(section);
};

/**
 * Throws InvalidParameterException for a level of authentication that the pool does not have, and
 * FeatureUnavailableInTierException where its tier has none.
 */
export const assertAccountLevels = (pool: Pick<UserPool, 'settings'>, { acrValues }: PoolAccountPage): void => {
  if (acrValues === undefined) return;
  assertAcrInTier(pool, 'AcrValues');
  const unknown = acrValues.split(' ').find((name) => acrLevelOf(pool, name) === undefined);
  if (unknown === undefined) return;
  throw new CognitoException('InvalidParameterException', 'AcrValues names a level that the user pool does not have.');
};
