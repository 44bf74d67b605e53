import { CognitoException } from '#shared/errors/exception.ts';
import type { SecondFactor } from '../users/user.ts';
import type { UserPool } from './user-pool.ts';

export type MfaMode = 'OFF' | 'OPTIONAL' | 'ON';

/** Whether users of the pool are asked for a second factor: never, if they want it, or always. */
export const mfaMode = ({ settings }: Pick<UserPool, 'settings'>): MfaMode => settings.MfaConfiguration ?? 'OFF';

/** The second factors that the pool offers; none where the pool never asks for one. */
export const poolSecondFactors = (pool: Pick<UserPool, 'settings' | 'mfa'>): readonly SecondFactor[] => {
  if (mfaMode(pool) === 'OFF') return [];
  return [
    ...(pool.settings.SmsConfiguration && pool.mfa?.sms !== false ? (['SMS_MFA'] as const) : []),
    ...(pool.mfa?.email ? (['EMAIL_OTP'] as const) : []),
    ...(pool.mfa?.softwareToken ? (['SOFTWARE_TOKEN_MFA'] as const) : []),
  ];
};

/** Throws InvalidParameterException for a pool that may ask for a second factor but offers none. */
export const assertSecondFactors = (pool: Pick<UserPool, 'settings' | 'mfa'>): void => {
  if (mfaMode(pool) === 'OFF' || poolSecondFactors(pool).length > 0) return;
  throw new CognitoException(
    'InvalidParameterException',
    "Invalid MFA configuration given, can't turn on MFA without configuring an MFA.",
  );
};

/** Throws InvalidParameterException where a strict pool that requires a second factor would have none. */
export const assertMfaMayBe = (pool: UserPool, mode: MfaMode = 'OFF'): void => {
  if (!pool.strict || mfaMode(pool) !== 'ON' || mode !== 'OFF') return;
  throw new CognitoException('InvalidParameterException', 'MFA can not be turned off in a user pool that requires it.');
};

export type FirstFactor = 'PASSWORD' | 'EMAIL_OTP' | 'SMS_OTP' | 'WEB_AUTHN';

/** The first factors that the pool lets users choose from. A password is always one of them. */
export const poolFirstFactors = ({ settings }: Pick<UserPool, 'settings'>): readonly FirstFactor[] => {
  const given = settings.Policies?.SignInPolicy?.AllowedFirstAuthFactors;
  const known = (given ?? []).filter((factor) => factor !== 'SOFTWARE_TOKEN');
  return known.length > 0 ? known : ['PASSWORD'];
};

/** True where a passkey that verified its user counts as two factors. */
export const passkeyIsTwoFactors = ({ webAuthn }: Pick<UserPool, 'webAuthn'>): boolean =>
  webAuthn?.factor === 'MULTI_FACTOR_WITH_USER_VERIFICATION';

// By which operation the contradiction came about.
const singleFactorTexts = {
  factors:
    'Cannot set WebAuthn factor configuration to SINGLE_FACTOR if MFA is required and WebAuthn is an allowed first auth factor',
  settings: 'WEB_AUTHN cannot be used as an auth factor when MFA is enabled if not configured for MFA.',
} as const;

/**
 * Throws InvalidParameterException for a pool that requires a second factor and lets users begin with a code, or with a
 * passkey that counts as one factor: they would never get in. `given` says what the request sets.
 */
export const assertFirstFactors = (
  pool: Pick<UserPool, 'settings' | 'webAuthn'>,
  given: keyof typeof singleFactorTexts = 'settings',
): void => {
  if (mfaMode(pool) !== 'ON') return;
  const first = poolFirstFactors(pool);
  if (first.includes('EMAIL_OTP') || first.includes('SMS_OTP')) {
    throw new CognitoException(
      'InvalidParameterException',
      'Only PASSWORD and WEB_AUTHN (if configured) can be enabled as an auth factor if MFA is enabled',
    );
  }
  if (first.includes('WEB_AUTHN') && !passkeyIsTwoFactors(pool)) {
    throw new CognitoException('InvalidParameterException', singleFactorTexts[given]);
  }
};

/**
 * The factors with which users without a password can sign in. Where the pool requires two factors, one is not enough.
 */
export const factorsWithoutPassword = (pool: UserPool): readonly FirstFactor[] =>
  poolFirstFactors(pool).filter((factor) => {
    if (factor === 'PASSWORD') return false;
    return mfaMode(pool) !== 'ON' || (factor === 'WEB_AUTHN' && passkeyIsTwoFactors(pool));
  });

/** How the pool tracks devices; undefined where it does not. */
export const deviceTracking = (
  pool: UserPool,
): { readonly standsForSecondFactor: boolean; readonly asksUser: boolean } | undefined => {
  const devices = pool.settings.DeviceConfiguration;
  if (!devices || Object.values(devices).every((value) => value === undefined)) return undefined;
  return {
    standsForSecondFactor: devices.ChallengeRequiredOnNewDevice ?? false,
    asksUser: devices.DeviceOnlyRememberedOnUserPrompt ?? false,
  };
};
