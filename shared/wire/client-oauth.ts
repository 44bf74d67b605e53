import * as v from 'valibot';
import type { AppClient } from '#shared/domain/app-clients/app-client.ts';
import { type ClientOAuthSettings, clientOAuth, extensionGrants } from '#shared/domain/app-clients/client-oauth.ts';
import { list, text } from './shapes.ts';

export const TokenEndpointAuthMethodType = v.picklist(['private_key_jwt']);
export const JwksUriType = text({ min: 1, max: 2048 });
export const JwksType = text({ min: 1, max: 16_384 });
export const BackchannelLogoutUriType = text({ min: 1, max: 2048 });
export const GrantTypesType = list(v.picklist(extensionGrants), { max: extensionGrants.length });
export const OwnPagesUrlType = text({ min: 1, max: 2048 });
export const UnregisteredResourceType = v.picklist(['REFUSE', 'AS_COGNITO']);

/** The OAuth settings of Gatehouse's own, as a request gives them. */
export const clientOAuthSettings = {
  RequirePkce: v.optional(v.boolean()),
  DpopBoundAccessTokens: v.optional(v.boolean()),
  RequirePushedAuthorizationRequests: v.optional(v.boolean()),
  GrantTypes: v.optional(GrantTypesType),
  TokenEndpointAuthMethod: v.optional(TokenEndpointAuthMethodType),
  JwksUri: v.optional(JwksUriType),
  Jwks: v.optional(JwksType),
  UnregisteredResource: v.optional(UnregisteredResourceType),
  BackchannelLogoutUri: v.optional(BackchannelLogoutUriType),
  BackchannelLogoutSessionRequired: v.optional(v.boolean()),
  OwnPages: v.optional(v.object({ SignInUrl: OwnPagesUrlType })),
};

type Given = {
  readonly [Member in keyof typeof clientOAuthSettings]?: v.InferOutput<(typeof clientOAuthSettings)[Member]>;
};

/** A client's settings, as a request gives them. What it leaves out gets its default. */
export const fromClientOAuth = (given: Given): ClientOAuthSettings => ({
  requiresPkce: given.RequirePkce ?? false,
  ...(given.DpopBoundAccessTokens && { requiresDpop: true }),
  ...(given.RequirePushedAuthorizationRequests && { requiresPushed: true }),
  ...(given.GrantTypes?.length && { grantTypes: given.GrantTypes }),
  ...(given.TokenEndpointAuthMethod && { authMethod: given.TokenEndpointAuthMethod }),
  ...(given.JwksUri !== undefined && { jwksUri: given.JwksUri }),
  ...(given.Jwks !== undefined && { jwks: given.Jwks }),
  unregisteredResource: given.UnregisteredResource ?? 'REFUSE',
  ...(given.BackchannelLogoutUri !== undefined && { backchannelLogoutUri: given.BackchannelLogoutUri }),
  ...(given.BackchannelLogoutSessionRequired && { backchannelLogoutSessionRequired: true }),
  ...(given.OwnPages && { ownPages: { signInUrl: given.OwnPages.SignInUrl } }),
});

/** A client's settings, with defaults filled in. */
export const toClientOAuth = (client: AppClient) => {
  const { requiresPkce, requiresDpop = false, requiresPushed = false, grantTypes = [] } = clientOAuth(client);
  const { authMethod, jwksUri, jwks, unregisteredResource } = clientOAuth(client);
  const { backchannelLogoutUri, backchannelLogoutSessionRequired = false, ownPages } = clientOAuth(client);
  return {
    UserPoolId: client.poolId,
    ClientId: client.id,
    RequirePkce: requiresPkce,
    DpopBoundAccessTokens: requiresDpop,
    RequirePushedAuthorizationRequests: requiresPushed,
    GrantTypes: grantTypes,
    TokenEndpointAuthMethod: authMethod,
    JwksUri: jwksUri,
    Jwks: jwks,
    UnregisteredResource: unregisteredResource,
    BackchannelLogoutUri: backchannelLogoutUri,
    BackchannelLogoutSessionRequired: backchannelLogoutSessionRequired,
    OwnPages: ownPages && { SignInUrl: ownPages.signInUrl },
  };
};
