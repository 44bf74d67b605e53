import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import { type Parameters, parseParameters } from '#shared/domain/oauth/parameters.ts';
import type { HttpRequest } from './json-protocol.ts';

const usualBytes = 32 * 1024;
const formType = /^application\/x-www-form-urlencoded\s*(?:;|$)/i;

/**
 * The parameters of a form that was posted. Throws invalid_request for a body of another type, or over 32 kB unless more are
 * allowed. RFC 6749 section 3.2.
 */
export const formOf = ({ headers, body }: HttpRequest, mostBytes = usualBytes): Parameters => {
  if (!formType.test(headers['content-type'] ?? '')) {
    throw new OAuthError('invalid_request', { description: 'The body is no application/x-www-form-urlencoded.' });
  }
  if (body.length > mostBytes) throw new OAuthError('invalid_request', { description: 'The form is too large.' });
  return parseParameters(Buffer.from(body).toString());
};

/** The parameters of the query. */
export const queryOf = ({ query }: HttpRequest): Parameters => parseParameters(query);
