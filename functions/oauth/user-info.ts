/**
 * The userInfo endpoint: OpenID Connect Core section 5.3. Access tokens of sign-ins with the scope `openid` open it, those that
 * are bound to a key together with a proof of it (RFC 9449).
 */
import { proofIn } from '#shared/api/dpop-request.ts';
import { formOf } from '#shared/api/form.ts';
import type { HttpRequest } from '#shared/api/json-protocol.ts';
import { oauthEmpty, oauthEndpoint, oauthJson } from '#shared/api/oauth-endpoint.ts';
import { clientKeyAlgorithms } from '#shared/domain/oauth/client-keys.ts';
import { missingProof } from '#shared/domain/oauth/dpop-proof.ts';
import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import { isOpenId } from '#shared/domain/oauth/scopes.ts';
import { userInfoClaims } from '#shared/domain/oauth/user-info.ts';
import type { TokenType } from '#shared/domain/tokens/claims.ts';
import { isException } from '#shared/errors/exception.ts';
import { type Bearer, bearer, keyHolder } from '#shared/services/callers/access-token.ts';
import { cachedClientOf } from '#shared/services/directory/directory.ts';
import { servedPool } from '#shared/services/user-pool-domains/served-pool.ts';

type Refusal = 'invalid_request' | 'invalid_token';

const statuses: Readonly<Record<Refusal, number>> = { invalid_request: 400, invalid_token: 401 };

// RFC 6750 section 3, RFC 9449 section 7.1. As in Cognito, the words are in the header alone.
const challenge = (scheme: TokenType, error: string, description: string): string => {
  const algorithms = scheme === 'DPoP' ? `, algs="${clientKeyAlgorithms.join(' ')}"` : '';
  return `${scheme} error="${error}", error_description="${description}"${algorithms}`;
};

const refusal = (error: Refusal, description: string, scheme: TokenType = 'Bearer') =>
  oauthEmpty(statuses[error], { 'www-authenticate': challenge(scheme, error, description) });

const badRequest = () => refusal('invalid_request', 'Bad OAuth2 request at UserInfo Endpoint');

const badToken = ({ scheme }: Shown) =>
  refusal(
    'invalid_token',
    'Access token is expired, disabled, or deleted, or the user has globally signed out.',
    scheme,
  );

const badProof = ({ code, description = code, nonce }: OAuthError) =>
  oauthEmpty(401, {
    'www-authenticate': challenge('DPoP', code, description.replaceAll('"', "'")),
    ...(nonce !== undefined && { 'dpop-nonce': nonce }),
  });

/** A token, and how it is shown. */
interface Shown {
  readonly token: string;
  readonly scheme: TokenType;
}

const inHeader = (authorization = ''): Shown | undefined => {
  const [, scheme = '', token] = /^(bearer|dpop) +(\S+)$/i.exec(authorization.trim()) ?? [];
  return token === undefined ? undefined : { token, scheme: /^dpop$/i.test(scheme) ? 'DPoP' : 'Bearer' };
};

// RFC 6750 section 2: in the header or in a form, and not in both.
const shownIn = (http: HttpRequest): Shown | undefined => {
  const { authorization, 'content-type': type = '' } = http.headers;
  const isForm = http.method === 'POST' && /^application\/x-www-form-urlencoded/i.test(type);
  const token = isForm ? formOf(http).get('access_token') : undefined;
  const inForm = token === undefined ? undefined : ({ token, scheme: 'Bearer' } as const);
  const given = [inHeader(authorization), inForm].filter((shown) => shown !== undefined);
  return given.length === 1 ? given[0] : undefined;
};

const holderOf = ({ token, scheme }: Shown, http: HttpRequest): Promise<Bearer> => {
  if (scheme === 'Bearer') return bearer(token);
  const proof = proofIn(http);
  if (!proof) throw missingProof();
  return keyHolder(token, proof, { nonces: true });
};

const findHolder = async (shown: Shown, http: HttpRequest) => {
  try {
    const found = await holderOf(shown, http);
    const served = await servedPool(http.headers.host ?? '');
    if (served !== undefined && served !== found.pool.id) return undefined;
    return { ...found, ...(await cachedClientOf(found.pool.id, found.claims.clientId)) };
  } catch (error) {
    const isOver = isException(error, 'NotAuthorizedException', 'ResourceNotFoundException', 'UserNotFoundException');
    if (isOver) return undefined;
    throw error;
  }
};

const isProofRefusal = (error: unknown): error is OAuthError =>
  error instanceof OAuthError && (error.code === 'invalid_dpop_proof' || error.code === 'use_dpop_nonce');

export const handler = oauthEndpoint({
  name: 'userInfo',
  run: async (http) => {
    const shown = shownIn(http);
    if (!shown) return badRequest();
    try {
      const found = await findHolder(shown, http);
      if (!found) return badToken(shown);
      const { user, client, claims } = found;
      if (isOpenId(claims.scopes)) return oauthJson(userInfoClaims(user, client, claims.scopes));
      return refusal('invalid_token', 'Access token does not contain openid scope', shown.scheme);
    } catch (error) {
      if (isProofRefusal(error)) return badProof(error);
      throw error;
    }
  },
});
