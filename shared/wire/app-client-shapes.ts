import type { ExplicitAuthFlowsType as ExplicitAuthFlow } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { ProviderNameType } from './identity-provider.ts';
import {
  ArnType,
  BooleanType,
  integer,
  list,
  OAuthFlowsType,
  ScopeListType,
  StringType,
  text,
  WrappedBooleanType,
} from './shapes.ts';

export const ClientNameType = text({ min: 1, max: 128, pattern: '[\\w\\s+=,.@-]+' });
export const GenerateSecret = v.boolean();
export const ClientSecretIdType = text({ min: 1, max: 128 });
const RefreshTokenValidityType = integer({ min: 0, max: 315360000 });
const AccessTokenValidityType = integer({ min: 1, max: 86400 });
const IdTokenValidityType = integer({ min: 1, max: 86400 });
const TimeUnitsType = v.picklist(['seconds', 'minutes', 'hours', 'days']);
const TokenValidityUnitsType = v.object({
  AccessToken: v.optional(TimeUnitsType),
  IdToken: v.optional(TimeUnitsType),
  RefreshToken: v.optional(TimeUnitsType),
});
const ClientPermissionType = text({ min: 1, max: 2048 });
const ClientPermissionListType = list(ClientPermissionType);
const explicitAuthFlows: readonly string[] = [
  'ADMIN_NO_SRP_AUTH',
  'CUSTOM_AUTH_FLOW_ONLY',
  'USER_PASSWORD_AUTH',
  'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  'ALLOW_CUSTOM_AUTH',
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_USER_SRP_AUTH',
  'ALLOW_REFRESH_TOKEN_AUTH',
  'ALLOW_USER_AUTH',
  'ALLOW_CLIENT_TOKEN_AUTH',
];
// The API's own list lacks the last one, although GetClientToken asks for it. Here it counts as one of them.
const isExplicitAuthFlow = (name: string): name is ExplicitAuthFlow => explicitAuthFlows.includes(name);
const ExplicitAuthFlowsType = v.picklist(explicitAuthFlows.filter(isExplicitAuthFlow));
const ExplicitAuthFlowsListType = list(ExplicitAuthFlowsType);
export const SupportedIdentityProvidersListType = list(ProviderNameType);
const RedirectUrlType = text({ min: 1, max: 1024, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+' });
const CallbackURLsListType = list(RedirectUrlType, { min: 0, max: 100 });
const LogoutURLsListType = list(RedirectUrlType, { min: 0, max: 100 });
const HexStringType = text({ pattern: '^[0-9a-fA-F]+$' });
const AnalyticsConfigurationType = v.object({
  ApplicationId: v.optional(HexStringType),
  ApplicationArn: v.optional(ArnType),
  RoleArn: v.optional(ArnType),
  ExternalId: v.optional(StringType),
  UserDataShared: v.optional(BooleanType),
});
const PreventUserExistenceErrorTypes = v.picklist(['LEGACY', 'ENABLED']);
const AuthSessionValidityType = integer({ min: 3, max: 15 });
const FeatureType = v.picklist(['ENABLED', 'DISABLED']);
const RetryGracePeriodSecondsType = integer({ min: 0, max: 60 });
const RefreshTokenRotationType = v.object({
  Feature: FeatureType,
  RetryGracePeriodSeconds: v.optional(RetryGracePeriodSecondsType),
});

/** What CreateUserPoolClient and UpdateUserPoolClient take as settings of a client. */
export const clientSettings = {
  RefreshTokenValidity: v.optional(RefreshTokenValidityType),
  AccessTokenValidity: v.optional(AccessTokenValidityType),
  IdTokenValidity: v.optional(IdTokenValidityType),
  TokenValidityUnits: v.optional(TokenValidityUnitsType),
  ReadAttributes: v.optional(ClientPermissionListType),
  WriteAttributes: v.optional(ClientPermissionListType),
  ExplicitAuthFlows: v.optional(ExplicitAuthFlowsListType),
  SupportedIdentityProviders: v.optional(SupportedIdentityProvidersListType),
  CallbackURLs: v.optional(CallbackURLsListType),
  LogoutURLs: v.optional(LogoutURLsListType),
  DefaultRedirectURI: v.optional(RedirectUrlType),
  AllowedOAuthFlows: v.optional(OAuthFlowsType),
  AllowedOAuthScopes: v.optional(ScopeListType),
  AllowedOAuthFlowsUserPoolClient: v.optional(BooleanType),
  AnalyticsConfiguration: v.optional(AnalyticsConfigurationType),
  PreventUserExistenceErrors: v.optional(PreventUserExistenceErrorTypes),
  EnableTokenRevocation: v.optional(WrappedBooleanType),
  EnablePropagateAdditionalUserContextData: v.optional(WrappedBooleanType),
  AuthSessionValidity: v.optional(AuthSessionValidityType),
  RefreshTokenRotation: v.optional(RefreshTokenRotationType),
};
