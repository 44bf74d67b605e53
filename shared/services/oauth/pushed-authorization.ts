import {
  RefusedRequest,
  readAuthorizationRequest,
  UntrustedRequest,
} from '#shared/domain/oauth/authorization-request.ts';
import type { ProvedRequest } from '#shared/domain/oauth/dpop-proof.ts';
import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import { parseParameters } from '#shared/domain/oauth/parameters.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { allowed } from './authorization.ts';
import { boundByProof } from './proven-key.ts';

/** What is wrong with a request that a client hands in itself, of which it hears at once: RFC 9126 section 2.3. */
export const toClientError = (error: unknown): unknown => {
  if (error instanceof RefusedRequest) return error.error;
  if (!(error instanceof UntrustedRequest)) return error;
  const description = error.code === 'redirect_mismatch' ? 'The redirect_uri is not registered.' : undefined;
  return new OAuthError('invalid_request', { description, cause: error });
};

/**
 * The request that a client pushes, as a query, checked as the authorization endpoint would. With the proof of a key, its code
 * is bound to that key: RFC 9449 section 10.1. Throws OAuthError.
 */
export const checkPushed = async (
  app: ClientRecord,
  request: URLSearchParams,
  proof: ProvedRequest | undefined,
): Promise<string> => {
  if (proof) request.set('dpop_jkt', await boundByProof(app, proof, request.get('dpop_jkt')));
  const query = request.toString();
  try {
    await allowed(app, readAuthorizationRequest(parseParameters(query), app.client));
    return query;
  } catch (error) {
    throw toClientError(error);
  }
};
