import type {
  ClientSecretDescriptorType,
  UserPoolClientDescription,
  UserPoolClientType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { AppClient, ClientSecret } from '#shared/domain/app-clients/app-client.ts';
import { secretId } from '#shared/domain/app-clients/client-secrets.ts';
import { toEpochSeconds, type Wire } from './wire.ts';

// Zero stands for the default, which is 30 days in any unit.
const toRefreshValidity = ({
  settings,
}: AppClient): Pick<UserPoolClientType, 'RefreshTokenValidity' | 'TokenValidityUnits'> => {
  const { RefreshTokenValidity: given, TokenValidityUnits: units } = settings;
  if (given) return { RefreshTokenValidity: given, TokenValidityUnits: units };
  return { RefreshTokenValidity: 30, TokenValidityUnits: units && { ...units, RefreshToken: 'days' } };
};

/** A client as operations answer it, with defaults filled in. `secret` is in clear, if the client has one. */
export const toAppClient = (client: AppClient, secret: string | undefined): Wire<UserPoolClientType> => {
  const { settings } = client;
  return {
    UserPoolId: client.poolId,
    ClientName: client.name,
    ClientId: client.id,
    ClientSecret: secret,
    LastModifiedDate: toEpochSeconds(client.updatedAt),
    CreationDate: toEpochSeconds(client.createdAt),
    AccessTokenValidity: settings.AccessTokenValidity,
    IdTokenValidity: settings.IdTokenValidity,
    ...toRefreshValidity(client),
    ReadAttributes: settings.ReadAttributes,
    WriteAttributes: settings.WriteAttributes,
    ExplicitAuthFlows: settings.ExplicitAuthFlows,
    SupportedIdentityProviders: settings.SupportedIdentityProviders,
    CallbackURLs: settings.CallbackURLs,
    LogoutURLs: settings.LogoutURLs,
    DefaultRedirectURI: settings.DefaultRedirectURI,
    AllowedOAuthFlows: settings.AllowedOAuthFlows,
    AllowedOAuthScopes: settings.AllowedOAuthScopes,
    AllowedOAuthFlowsUserPoolClient: settings.AllowedOAuthFlowsUserPoolClient ?? false,
    PreventUserExistenceErrors: settings.PreventUserExistenceErrors,
    EnableTokenRevocation: settings.EnableTokenRevocation ?? true,
    EnablePropagateAdditionalUserContextData: settings.EnablePropagateAdditionalUserContextData ?? false,
    AuthSessionValidity: settings.AuthSessionValidity ?? 3,
    RefreshTokenRotation: settings.RefreshTokenRotation,
    ClientType: 'REGULAR',
  };
};

/** A client as ListUserPoolClients answers it. */
export const toAppClientDescription = ({ id, poolId, name }: AppClient): UserPoolClientDescription => ({
  ClientId: id,
  UserPoolId: poolId,
  ClientName: name,
});

/** A client's secret as operations answer it: never with its value. */
export const toSecretDescriptor = (client: AppClient, secret: ClientSecret): Wire<ClientSecretDescriptorType> => ({
  ClientSecretId: secretId(client, secret),
  ClientSecretCreateDate: toEpochSeconds(secret.createdAt),
});
