import { allowsGrant } from '#shared/domain/app-clients/client-oauth.ts';
import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import { exchangeTrusted } from '../exchanged-tokens.ts';
import { findTrusted } from '../trusted-tokens.ts';
import type { Grant } from './grant.ts';

/** Its name at the token endpoint. */
export const jwtBearerType = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

const invalidGrant = (): OAuthError => new OAuthError('invalid_grant');

/**
 * jwt-bearer: an access token for a signed token of an issuer that the owner trusts, such as that of a workload. RFC 7523
 * section 2.1. Throws unauthorized_client, invalid_grant, invalid_scope, invalid_target.
 */
export const jwtBearer: Grant = async (request) => {
  const { app, parameters } = request;
  if (!allowsGrant(app.client, jwtBearerType)) throw new OAuthError('unauthorized_client');
  const token = await findTrusted(app, parameters.require('assertion'));
  if (!token) throw invalidGrant();
  return exchangeTrusted(request, token, invalidGrant);
};
