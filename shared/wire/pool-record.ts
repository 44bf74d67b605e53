import * as v from 'valibot';
import type { ClientSettings } from '#shared/domain/app-clients/app-client.ts';
import type { PoolSettings } from '#shared/domain/user-pools/user-pool.ts';
import * as client from './app-client-shapes.ts';
import { integer, list, type RequestOf, text } from './fields.ts';
import { MessagesPerDayType, SmsCountriesType } from './message-limits.ts';
import { EmailMfaConfigType, WebAuthnConfigurationType } from './mfa-shapes.ts';
import * as common from './shapes.ts';
import * as pool from './user-pool-shapes.ts';

const SettingsType = v.object({
  Policies: v.optional(pool.UserPoolPolicyType),
  DeletionProtection: v.optional(pool.DeletionProtectionType),
  LambdaConfig: v.optional(pool.LambdaConfigType),
  AutoVerifiedAttributes: v.optional(pool.VerifiedAttributesListType),
  AliasAttributes: v.optional(pool.AliasAttributesListType),
  UsernameAttributes: v.optional(pool.UsernameAttributesListType),
  SmsVerificationMessage: v.optional(pool.SmsVerificationMessageType),
  EmailVerificationMessage: v.optional(pool.EmailVerificationMessageType),
  EmailVerificationSubject: v.optional(pool.EmailVerificationSubjectType),
  VerificationMessageTemplate: v.optional(pool.VerificationMessageTemplateType),
  SmsAuthenticationMessage: v.optional(pool.SmsVerificationMessageType),
  MfaConfiguration: v.optional(pool.UserPoolMfaType),
  UserAttributeUpdateSettings: v.optional(pool.UserAttributeUpdateSettingsType),
  DeviceConfiguration: v.optional(pool.DeviceConfigurationType),
  EmailConfiguration: v.optional(pool.EmailConfigurationType),
  SmsConfiguration: v.optional(pool.SmsConfigurationType),
  UserPoolTags: v.optional(pool.UserPoolTagsType),
  AdminCreateUserConfig: v.optional(pool.AdminCreateUserConfigType),
  UserPoolAddOns: v.optional(pool.UserPoolAddOnsType),
  UsernameConfiguration: v.optional(pool.UsernameConfigurationType),
  AccountRecoverySetting: v.optional(pool.AccountRecoverySettingType),
  UserPoolTier: v.optional(pool.UserPoolTierType),
  KeyConfiguration: v.optional(pool.KeyConfigurationType),
  IssuerConfiguration: v.optional(pool.IssuerConfigurationType),
  DcrConfiguration: v.optional(pool.DcrConfigurationType),
  AcrConfiguration: v.optional(pool.AcrConfigurationType),
}) satisfies RequestOf<PoolSettings>;

const ClientSettingsType = v.object({
  RefreshTokenValidity: v.optional(client.RefreshTokenValidityType),
  AccessTokenValidity: v.optional(client.AccessTokenValidityType),
  IdTokenValidity: v.optional(client.IdTokenValidityType),
  TokenValidityUnits: v.optional(client.TokenValidityUnitsType),
  ReadAttributes: v.optional(client.ClientPermissionListType),
  WriteAttributes: v.optional(client.ClientPermissionListType),
  ExplicitAuthFlows: v.optional(client.ExplicitAuthFlowsListType),
  SupportedIdentityProviders: v.optional(client.SupportedIdentityProvidersListType),
  CallbackURLs: v.optional(client.CallbackURLsListType),
  LogoutURLs: v.optional(client.LogoutURLsListType),
  DefaultRedirectURI: v.optional(client.RedirectUrlType),
  AllowedOAuthFlows: v.optional(common.OAuthFlowsType),
  AllowedOAuthScopes: v.optional(common.ScopeListType),
  AllowedOAuthFlowsUserPoolClient: v.optional(common.BooleanType),
  AnalyticsConfiguration: v.optional(client.AnalyticsConfigurationType),
  PreventUserExistenceErrors: v.optional(client.PreventUserExistenceErrorTypes),
  EnableTokenRevocation: v.optional(common.WrappedBooleanType),
  EnablePropagateAdditionalUserContextData: v.optional(common.WrappedBooleanType),
  AuthSessionValidity: v.optional(client.AuthSessionValidityType),
  RefreshTokenRotation: v.optional(client.RefreshTokenRotationType),
}) satisfies RequestOf<ClientSettings>;

const Time = v.pipe(v.string(), v.isoTimestamp());

const ClientRecordType = v.object({
  id: common.ClientIdType,
  name: client.ClientNameType,
  settings: ClientSettingsType,
  // SSO sessions are off in every pool.
  ssoSessionMinutes: v.exactOptional(integer({ min: 0, max: 0 })),
  secrets: list(common.ClientSecretType, { max: 2 }),
  createdAt: Time,
});

const AttributeType = v.object({
  name: text({ min: 1, max: 32, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+' }),
  type: v.picklist(['String', 'Number', 'Boolean', 'DateTime']),
  developerOnly: v.boolean(),
  mutable: v.boolean(),
  required: v.boolean(),
  min: v.exactOptional(text({ max: 32, pattern: '-?\\d+' })),
  max: v.exactOptional(text({ max: 32, pattern: '-?\\d+' })),
});

const CodesType = v.object({
  length: v.exactOptional(integer({ min: 6, max: 10 })),
  seconds: v.exactOptional(integer({ min: 60, max: 604_800 })),
});

const SignInType = v.object({
  codes: v.exactOptional(
    v.object({
      verification: v.exactOptional(CodesType),
      recovery: v.exactOptional(CodesType),
      authentication: v.exactOptional(CodesType),
    }),
  ),
  lockout: v.exactOptional(
    v.object({
      failures: v.exactOptional(integer({ min: 2, max: 20 })),
      longestSeconds: v.exactOptional(integer({ min: 60, max: 86_400 })),
      quietSeconds: v.exactOptional(integer({ min: 60, max: 86_400 })),
    }),
  ),
  passwordChange: v.exactOptional(v.object({ endsSessions: v.exactOptional(v.boolean()) })),
});

const MessagesType = v.object({
  smsCountries: v.exactOptional(SmsCountriesType),
  emailsPerDay: v.exactOptional(MessagesPerDayType),
  smsPerDay: v.exactOptional(MessagesPerDayType),
});

const { Message, Subject } = EmailMfaConfigType.entries;
const { RelyingPartyId, UserVerification, FactorConfiguration } = WebAuthnConfigurationType.entries;

/** The first record of an export, as RestoreUserPool takes it. */
export const PoolRecordType = v.object({
  type: v.literal('pool'),
  version: v.literal(1),
  export: text({ min: 1, max: 55 }),
  exportedAt: Time,
  id: common.UserPoolIdType,
  name: pool.UserPoolNameType,
  createdAt: Time,
  settings: SettingsType,
  mfa: v.exactOptional(
    v.object({
      sms: v.exactOptional(v.boolean()),
      softwareToken: v.boolean(),
      email: v.exactOptional(v.object({ message: Message, subject: Subject })),
    }),
  ),
  webAuthn: v.exactOptional(
    v.object({ relyingPartyId: RelyingPartyId, userVerification: UserVerification, factor: FactorConfiguration }),
  ),
  sessionTracking: v.exactOptional(v.object({ enabled: v.boolean(), maxPerUser: integer({ min: 1, max: 100 }) })),
  signIn: v.exactOptional(SignInType),
  messages: v.exactOptional(MessagesType),
  strict: v.exactOptional(v.boolean()),
  schema: list(AttributeType, { max: 100 }),
  searchableAttributes: v.exactOptional(list(common.AttributeNameType, { max: 5 })),
  // As many as the API lets a pool have, at the most.
  clients: list(ClientRecordType, { max: 10_000 }),
});
