import type { PoolSettings } from './user-pool.ts';

/**
 * The settings of a pool after UpdateUserPool was given these. What is left out gets its default. Some settings stay as
 * they were: how names are unique, the second factors, each of the two policies, and the tier.
 */
export const updatedSettings = (before: PoolSettings, given: PoolSettings): PoolSettings => {
  const PasswordPolicy = given.Policies?.PasswordPolicy ?? before.Policies?.PasswordPolicy;
  const SignInPolicy = given.Policies?.SignInPolicy ?? before.Policies?.SignInPolicy;
  return {
    ...given,
    Policies: { ...(PasswordPolicy && { PasswordPolicy }), ...(SignInPolicy && { SignInPolicy }) },
    MfaConfiguration: given.MfaConfiguration ?? before.MfaConfiguration,
    UserPoolTier: given.UserPoolTier ?? before.UserPoolTier,
    AliasAttributes: before.AliasAttributes,
    UsernameAttributes: before.UsernameAttributes,
    UsernameConfiguration: before.UsernameConfiguration,
  };
};
