import type {
  AuthFactorType,
  EmailMfaSettingsType,
  GetUserAuthFactorsResponse,
  GetUserPoolMfaConfigResponse,
  MFAOptionType,
  SMSMfaSettingsType,
  SoftwareTokenMfaSettingsType,
  UserType,
} from '@aws-sdk/client-cognito-identity-provider';
import { mfaMode, poolSecondFactors } from '#shared/domain/user-pools/factors.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { FactorWish, FactorWishes } from '#shared/domain/users/mfa-preference.ts';
import type { User } from '#shared/domain/users/user.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { Wire } from './wire.ts';

/** A pool's second factors and passkeys, as the API answers them. */
export const toMfaConfig = (pool: UserPool): Wire<GetUserPoolMfaConfigResponse> => {
  const { settings, mfa, webAuthn } = pool;
  const { SmsConfiguration, SmsAuthenticationMessage } = settings;
  return {
    ...(poolSecondFactors(pool).includes('SMS_MFA') &&
      SmsConfiguration && {
        SmsMfaConfiguration: { SmsConfiguration, ...(SmsAuthenticationMessage && { SmsAuthenticationMessage }) },
      }),
    SoftwareTokenMfaConfiguration: { Enabled: mfa?.softwareToken ?? false },
    ...(mfa?.email && {
      EmailMfaConfiguration: {
        ...(mfa.email.message !== undefined && { Message: mfa.email.message }),
        ...(mfa.email.subject !== undefined && { Subject: mfa.email.subject }),
      },
    }),
    MfaConfiguration: mfaMode(pool),
    ...(webAuthn && {
      WebAuthnConfiguration: {
        ...(webAuthn.relyingPartyId !== undefined && { RelyingPartyId: webAuthn.relyingPartyId }),
        ...(webAuthn.userVerification && { UserVerification: webAuthn.userVerification }),
        ...(webAuthn.factor && { FactorConfiguration: webAuthn.factor }),
      },
    }),
  };
};

/** SMS codes, for users who have switched them on: the API lists no other factor here. */
export const toMfaOptions = ({ mfa }: User): Wire<Pick<UserType, 'MFAOptions'>> =>
  mfa?.enabled.includes('SMS_MFA') ? { MFAOptions: [{ DeliveryMedium: 'SMS', AttributeName: 'phone_number' }] } : {};

/** The second factors that a user has switched on, as operations on users answer them. */
export const toMfaSettings = (user: User) => ({
  ...toMfaOptions(user),
  ...(user.mfa?.preferred && { PreferredMfaSetting: user.mfa.preferred }),
  ...(user.mfa && user.mfa.enabled.length > 0 && { UserMFASettingList: [...user.mfa.enabled] }),
});

/** The factors by which a user can sign in, as the API answers them. */
export const toAuthFactors = (user: User, factors: readonly AuthFactorType[]): Wire<GetUserAuthFactorsResponse> => {
  const { PreferredMfaSetting, UserMFASettingList } = toMfaSettings(user);
  return {
    Username: user.username,
    ...(PreferredMfaSetting && { PreferredMfaSetting }),
    ...(UserMFASettingList && { UserMFASettingList }),
    ConfiguredUserAuthFactors: [...factors],
  };
};

type Given<Settings> = { readonly [Member in keyof Settings]?: Settings[Member] | undefined } | undefined;

const toWish = (settings: NonNullable<Given<SMSMfaSettingsType>>): FactorWish => ({
  enabled: settings.Enabled,
  preferred: settings.PreferredMfa,
});

/** The wish for each factor. */
export const toWishes = (given: {
  readonly SMSMfaSettings?: Given<SMSMfaSettingsType>;
  readonly SoftwareTokenMfaSettings?: Given<SoftwareTokenMfaSettingsType>;
  readonly EmailMfaSettings?: Given<EmailMfaSettingsType>;
}): FactorWishes => ({
  ...(given.SMSMfaSettings && { SMS_MFA: toWish(given.SMSMfaSettings) }),
  ...(given.SoftwareTokenMfaSettings && { SOFTWARE_TOKEN_MFA: toWish(given.SoftwareTokenMfaSettings) }),
  ...(given.EmailMfaSettings && { EMAIL_OTP: toWish(given.EmailMfaSettings) }),
});

/** The wish in MFAOptions: codes by SMS, or none. Throws InvalidParameterException for anything else. */
export const toSmsWish = (options: readonly Given<MFAOptionType>[]): FactorWishes => {
  const isSms = (option: Given<MFAOptionType>): boolean =>
    option?.DeliveryMedium === 'SMS' && option.AttributeName === 'phone_number';
  if (!options.every(isSms)) {
    throw new CognitoException('InvalidParameterException', 'MFAOptions takes SMS to phone_number and nothing else.');
  }
  return { SMS_MFA: { enabled: options.length > 0, preferred: undefined } };
};
