import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import { isException } from '#shared/errors/exception.ts';
import { refresh } from '../../tokens/refresh.ts';
import type { Grant } from './grant.ts';

/**
 * refresh_token: new tokens for a refresh token, with its scope and audience. RFC 6749 section 6. Throws invalid_grant.
 */
export const refreshToken: Grant = async ({ app, parameters, origin }) => {
  try {
    return await refresh({
      app,
      refreshToken: parameters.require('refresh_token'),
      deviceKey: undefined,
      origin,
      clientMetadata: undefined,
      proveClient: async () => undefined,
    });
  } catch (error) {
    if (!isException(error, 'NotAuthorizedException', 'RefreshTokenReuseException')) throw error;
    throw new OAuthError('invalid_grant', { cause: error });
  }
};
