import type { PoolSettings } from './user-pool.ts';

/**
 * The settings that a pool has once UpdateUserPool was given these: what is left out has its default again. How names are
 * unique, second factors, each of the two policies, and the tier stay as they were.
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
