import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import type { CognitoException } from '#shared/errors/exception.ts';
import { KeyUnusable } from '#shared/errors/key-unusable.ts';
import { type Endpoint, endpoint, type RenderError } from './endpoint.ts';
import type { Result } from './exchange.ts';
import type { HttpHandler } from './middleware.ts';

// Tokens are never stored on their way: RFC 6749 section 5.1.
const unstored = {
  'cache-control': 'no-cache, no-store, max-age=0, must-revalidate',
  pragma: 'no-cache',
  'x-content-type-options': 'nosniff',
};

/** JSON that nobody on the way may store. */
export const oauthJson = (body: object, statusCode = 200): Result => ({
  statusCode,
  headers: { ...unstored, 'content-type': 'application/json;charset=UTF-8' },
  body: JSON.stringify(body),
});

/** An answer without a body that nobody on the way may store. */
export const oauthEmpty = (statusCode = 200, headers: Readonly<Record<string, string>> = {}): Result => ({
  statusCode,
  headers: { ...unstored, ...headers },
  body: '',
});

/** An exception of shared code, in the words of OAuth; undefined is a fault of our own. */
export const toOAuthError = (error: CognitoException | undefined): OAuthError => {
  if (!error) return new OAuthError('server_error', { status: 500 });
  const { message: description, name, cause } = error;
  // Nothing is wrong with the request: it succeeds once the pool's owner has mended the key.
  if (error instanceof KeyUnusable)
    return new OAuthError('temporarily_unavailable', { description, status: 503, cause });
  if (name === 'TooManyRequestsException' || name === 'LimitExceededException') {
    return new OAuthError('temporarily_unavailable', { description, status: 429, cause });
  }
  if (name === 'ForbiddenException') return new OAuthError('access_denied', { description, status: 403, cause });
  return new OAuthError('invalid_request', { description, cause });
};

// RFC 6749 section 5.2: printable ASCII without quotation marks and backslashes.
const asDescription = (text: string): string => text.slice(0, 1024).replace(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, '?');

/** An error as RFC 6749 section 5.2 tells it in a body: for most of Cognito's, the code alone. */
const renderOAuthError: RenderError = (error) => {
  const { code, description, status, challenge, nonce } = error instanceof OAuthError ? error : toOAuthError(error);
  const told = { error: code, ...(description !== undefined && { error_description: asDescription(description) }) };
  const answer = oauthJson(told, status);
  const headers = {
    ...answer.headers,
    ...(challenge !== undefined && { 'www-authenticate': challenge }),
    ...(nonce !== undefined && { 'dpop-nonce': nonce }),
  };
  return { ...answer, headers };
};

/** The Lambda handler of an endpoint that tells errors in the words of OAuth. */
export const oauthEndpoint = (stated: Omit<Endpoint, 'renderError'>): HttpHandler =>
  endpoint({ ...stated, renderError: renderOAuthError });

/** The answer to a request by a method that the endpoint does not take: 405 without a body, as Cognito's. */
export const wrongMethod = (allow: string): Result => oauthEmpty(405, { allow });
