import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import type { HttpRequest } from './json-protocol.ts';

const mostBytes = 16 * 1024;
const jsonType = /^application\/json\s*(?:;|$)/i;

const badBody = (description: string): OAuthError => new OAuthError('invalid_client_metadata', { description });

/** The metadata of a client that a request brings: JSON of at most 16 kB. Throws invalid_client_metadata. */
export const metadataOf = ({ headers, body }: HttpRequest): unknown => {
  if (!jsonType.test(headers['content-type'] ?? '')) throw badBody('The body is no application/json.');
  if (body.length > mostBytes) throw badBody('The metadata are too large.');
  try {
    return JSON.parse(Buffer.from(body).toString());
  } catch {
    throw badBody('The body is no JSON.');
  }
};

/** The bearer token of a request; undefined where it has none. RFC 6750 section 2.1. */
export const bearerTokenOf = ({ headers }: HttpRequest): string | undefined =>
  /^bearer +(\S+)$/i.exec(headers.authorization?.trim() ?? '')?.[1];
