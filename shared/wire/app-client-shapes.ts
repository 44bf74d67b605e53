import * as v from 'valibot';
import { integer, list, text } from './fields.ts';
import { ArnType, BooleanType, StringType } from './shapes.ts';

export const ClientNameType = text({ min: 1, max: 128, pattern: '[\\w\\s+=,.@-]+' });
export const GenerateSecret = v.boolean();
export const ClientSecretIdType = text({ min: 1, max: 128 });
export const RefreshTokenValidityType = integer({ min: 0, max: 315360000 });
export const AccessTokenValidityType = integer({ min: 1, max: 86400 });
export const IdTokenValidityType = integer({ min: 1, max: 86400 });
const TimeUnitsType = v.picklist(['seconds', 'minutes', 'hours', 'days']);
export const TokenValidityUnitsType = v.object({
  AccessToken: v.optional(TimeUnitsType),
  IdToken: v.optional(TimeUnitsType),
  RefreshToken: v.optional(TimeUnitsType),
});
const ClientPermissionType = text({ min: 1, max: 2048 });
export const ClientPermissionListType = list(ClientPermissionType);
const ExplicitAuthFlowsType = v.picklist([
  'ADMIN_NO_SRP_AUTH',
  'CUSTOM_AUTH_FLOW_ONLY',
  'USER_PASSWORD_AUTH',
  'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  'ALLOW_CUSTOM_AUTH',
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_USER_SRP_AUTH',
  'ALLOW_REFRESH_TOKEN_AUTH',
  'ALLOW_USER_AUTH',
]);
export const ExplicitAuthFlowsListType = list(ExplicitAuthFlowsType);
const ProviderNameType = text({ min: 1, max: 32, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\p{Z}]+' });
export const SupportedIdentityProvidersListType = list(ProviderNameType);
export const RedirectUrlType = text({ min: 1, max: 1024, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+' });
export const CallbackURLsListType = list(RedirectUrlType, { min: 0, max: 100 });
export const LogoutURLsListType = list(RedirectUrlType, { min: 0, max: 100 });
const HexStringType = text({ pattern: '^[0-9a-fA-F]+$' });
export const AnalyticsConfigurationType = v.object({
  ApplicationId: v.optional(HexStringType),
  ApplicationArn: v.optional(ArnType),
  RoleArn: v.optional(ArnType),
  ExternalId: v.optional(StringType),
  UserDataShared: v.optional(BooleanType),
});
export const PreventUserExistenceErrorTypes = v.picklist(['LEGACY', 'ENABLED']);
export const AuthSessionValidityType = integer({ min: 3, max: 15 });
const FeatureType = v.picklist(['ENABLED', 'DISABLED']);
const RetryGracePeriodSecondsType = integer({ min: 0, max: 60 });
export const RefreshTokenRotationType = v.object({
  Feature: FeatureType,
  RetryGracePeriodSeconds: v.optional(RetryGracePeriodSecondsType),
});
