/** The userInfo endpoint: OpenID Connect Core section 5.3. Access tokens of sign-ins with the scope `openid` open it. */
import { formOf } from '#shared/api/form.ts';
import type { HttpRequest } from '#shared/api/json-protocol.ts';
import { oauthEmpty, oauthEndpoint, oauthJson } from '#shared/api/oauth-endpoint.ts';
import { isOpenId } from '#shared/domain/oauth/scopes.ts';
import { userInfoClaims } from '#shared/domain/oauth/user-info.ts';
import { isException } from '#shared/errors/exception.ts';
import { bearer } from '#shared/services/callers/access-token.ts';
import { cachedClientOf } from '#shared/services/directory/directory.ts';
import { servedPool } from '#shared/services/user-pool-domains/served-pool.ts';

type Refusal = 'invalid_request' | 'invalid_token';

const statuses: Readonly<Record<Refusal, number>> = { invalid_request: 400, invalid_token: 401 };

// RFC 6750 section 3. As in Cognito, the words are in the header alone.
const refusal = (error: Refusal, description: string) =>
  oauthEmpty(statuses[error], {
    'www-authenticate': `Bearer error="${error}", error_description="${description}"`,
  });

const badRequest = () => refusal('invalid_request', 'Bad OAuth2 request at UserInfo Endpoint');

const badToken = () =>
  refusal('invalid_token', 'Access token is expired, disabled, or deleted, or the user has globally signed out.');

// RFC 6750 section 2: in the header or in a form, and not in both.
const tokenIn = (http: HttpRequest): string | undefined => {
  const { authorization, 'content-type': type = '' } = http.headers;
  const [, inHeader] = /^bearer +(\S+)$/i.exec(authorization?.trim() ?? '') ?? [];
  const isForm = http.method === 'POST' && /^application\/x-www-form-urlencoded/i.test(type);
  const inForm = isForm ? formOf(http).get('access_token') : undefined;
  const given = [inHeader, inForm].filter((token) => token !== undefined);
  return given.length === 1 ? given[0] : undefined;
};

const findBearer = async (token: string, host: string) => {
  try {
    const found = await bearer(token);
    const served = await servedPool(host);
    if (served !== undefined && served !== found.pool.id) return undefined;
    return { ...found, ...(await cachedClientOf(found.pool.id, found.claims.clientId)) };
  } catch (error) {
    const isOver = isException(error, 'NotAuthorizedException', 'ResourceNotFoundException', 'UserNotFoundException');
    if (isOver) return undefined;
    throw error;
  }
};

export const handler = oauthEndpoint({
  name: 'userInfo',
  run: async (http) => {
    const token = tokenIn(http);
    if (token === undefined) return badRequest();
    const found = await findBearer(token, http.headers.host ?? '');
    if (!found) return badToken();
    const { user, client, claims } = found;
    if (!isOpenId(claims.scopes)) return refusal('invalid_token', 'Access token does not contain openid scope');
    return oauthJson(userInfoClaims(user, client, claims.scopes));
  },
});
