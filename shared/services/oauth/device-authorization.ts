import { allowsGrant } from '#shared/domain/app-clients/client-oauth.ts';
import { type AuthorizationRequest, readAuthorizationRequest } from '#shared/domain/oauth/authorization-request.ts';
import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import { type Parameters, parseParameters } from '#shared/domain/oauth/parameters.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { allowed } from './authorization.ts';
import { deviceCodeType } from './grants/device-code.ts';
import { toClientError } from './pushed-authorization.ts';

/**
 * What a device asks for, by the rules of the authorization endpoint: RFC 8628 section 3.1, RFC 8707. Throws
 * unauthorized_client, and what the rules refuse.
 */
export const requestOfDevice = async (app: ClientRecord, parameters: Parameters): Promise<AuthorizationRequest> => {
  const { client } = app;
  if (!allowsGrant(client, deviceCodeType)) throw new OAuthError('unauthorized_client');
  const request = new URLSearchParams({ client_id: client.id, response_type: 'device_code' });
  for (const name of ['scope', 'resource']) for (const value of parameters.all(name)) request.append(name, value);
  try {
    return await allowed(app, readAuthorizationRequest(parseParameters(request.toString()), client));
  } catch (error) {
    throw toClientError(error);
  }
};
