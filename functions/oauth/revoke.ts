/** The revocation endpoint: RFC 7009. It ends a refresh token, and all access and ID tokens that came from it. */
import { formOf } from '#shared/api/form.ts';
import { oauthEmpty, oauthEndpoint, wrongMethod } from '#shared/api/oauth-endpoint.ts';
import { OAuthError, type OAuthErrorCode } from '#shared/domain/oauth/oauth-error.ts';
import { isException } from '#shared/errors/exception.ts';
import { authenticateClient } from '#shared/services/oauth/client-authentication.ts';
import { revokeRefreshToken } from '#shared/services/tokens/revocation.ts';

// RFC 6749 section 5.2: a token that was given to another client is invalid_grant.
const codes: ReadonlyMap<string, OAuthErrorCode> = new Map([
  ['UnauthorizedException', 'invalid_grant'],
  ['UnsupportedOperationException', 'invalid_request'],
  ['UnsupportedTokenTypeException', 'unsupported_token_type'],
]);

const inOAuth = (error: unknown): unknown => {
  const code = isException(error) ? codes.get(error.name) : undefined;
  return code === undefined ? error : new OAuthError(code, { cause: error });
};

export const handler = oauthEndpoint({
  name: 'revoke',
  run: async (http) => {
    if (http.method !== 'POST') return wrongMethod('POST');
    const parameters = formOf(http);
    const { authorization, host = '' } = http.headers;
    const app = await authenticateClient({ parameters, authorization, host }, 401);
    await revokeRefreshToken(app, parameters.require('token')).catch((error: unknown) => {
      throw inOAuth(error);
    });
    return oauthEmpty();
  },
});
