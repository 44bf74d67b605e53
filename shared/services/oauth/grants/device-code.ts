import { now } from '#shared/config/clock.ts';
import { allowsGrant } from '#shared/domain/app-clients/client-oauth.ts';
import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import { newSignInId } from '#shared/domain/sign-in/trail.ts';
import { beginTokens } from '../../tokens/tokens.ts';
import { approvedRequest } from '../device-requests.ts';
import { findGrantedUser } from '../granted-user.ts';
import { ssoLasting } from '../sso-sessions.ts';
import type { Grant } from './grant.ts';

/** Its name at the token endpoint. */
export const deviceCodeType = 'urn:ietf:params:oauth:grant-type:device_code';

/**
 * device_code: the tokens of a device, once its user has approved it. RFC 8628 section 3.4. Throws unauthorized_client, and what
 * `approvedRequest` throws.
 */
export const deviceCode: Grant = async ({ app, parameters, origin, jkt }) => {
  if (!allowsGrant(app.client, deviceCodeType)) throw new OAuthError('unauthorized_client');
  const { approval, scopes, resource: audience, spend } = await approvedRequest(app, parameters.require('device_code'));
  const user = await findGrantedUser(app, approval);
  const { userKey, authContext } = approval;
  const request = { app, user, source: 'TokenGeneration_HostedAuth', clientMetadata: undefined } as const;
  // What is revoked together with its session gives no tokens afterwards.
  const lasting = ssoLasting(app, userKey, authContext.ssoId, () => new OAuthError('invalid_grant'));
  const [signInId, oauth] = [newSignInId(now()), { jkt }];
  const beginning = { userKey, signInId, device: undefined, origin, scopes, audience, authContext, oauth };
  return beginTokens(request, beginning, [spend, ...lasting]);
};
