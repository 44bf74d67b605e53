import type { UserPool } from './user-pool.ts';

export interface PasswordPolicy {
  readonly minimumLength: number;
  readonly requireUppercase: boolean;
  readonly requireLowercase: boolean;
  readonly requireNumbers: boolean;
  readonly requireSymbols: boolean;
  /** How many former passwords may not be used again. */
  readonly historySize: number;
  readonly temporaryPasswordValidityDays: number;
}

/** The pool's password policy. A pool without one asks for eight characters of all four classes. */
export const passwordPolicy = (pool: UserPool): PasswordPolicy => {
  const given = pool.settings.Policies?.PasswordPolicy;
  const unstated = given === undefined;
  return {
    minimumLength: given?.MinimumLength ?? 8,
    requireUppercase: given?.RequireUppercase ?? unstated,
    requireLowercase: given?.RequireLowercase ?? unstated,
    requireNumbers: given?.RequireNumbers ?? unstated,
    requireSymbols: given?.RequireSymbols ?? unstated,
    historySize: given?.PasswordHistorySize ?? 0,
    temporaryPasswordValidityDays:
      given?.TemporaryPasswordValidityDays || pool.settings.AdminCreateUserConfig?.UnusedAccountValidityDays || 7,
  };
};

/** True where case matters in names, which is the default. */
export const isCaseSensitive = (pool: UserPool): boolean => pool.settings.UsernameConfiguration?.CaseSensitive ?? true;

export type ContactAttribute = 'email' | 'phone_number';
export type AliasAttribute = ContactAttribute | 'preferred_username';

/** Attributes that users sign up and sign in with instead of a username; none in a pool of usernames. */
export const usernameAttributes = (pool: UserPool): readonly ContactAttribute[] =>
  pool.settings.UsernameAttributes ?? [];

/** Attributes by which users are found, in addition to the username. */
export const aliasAttributes = (pool: UserPool): readonly AliasAttribute[] => pool.settings.AliasAttributes ?? [];

/** Attributes for which a verification code is sent when they are set. */
export const autoVerifiedAttributes = (pool: UserPool): readonly ContactAttribute[] =>
  pool.settings.AutoVerifiedAttributes ?? [];

/** True where a new value of the attribute counts only after its code was given. */
export const waitsForVerification = (pool: UserPool, attribute: ContactAttribute): boolean =>
  (pool.settings.UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate ?? []).includes(attribute);

export type RecoveryMechanism = 'verified_email' | 'verified_phone_number' | 'admin_only';

/** Ways to recover an account, first choice first. By default phone, then email. */
export const recoveryOrder = (pool: UserPool): readonly RecoveryMechanism[] => {
  const given = pool.settings.AccountRecoverySetting?.RecoveryMechanisms;
  if (!given?.length) return ['verified_phone_number', 'verified_email'];
  return [...given]
    .sort((a, b) => (a.Priority ?? 0) - (b.Priority ?? 0))
    .flatMap(({ Name }) => (Name === undefined ? [] : [Name]));
};
