import { missingProof } from '#shared/domain/oauth/dpop-proof.ts';
import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import type { Parameters } from '#shared/domain/oauth/parameters.ts';
import { toScopes } from '#shared/domain/oauth/scopes.ts';
import { isSameResource } from '#shared/domain/resource-servers/resource-server.ts';
import type { TokenFamily } from '#shared/domain/tokens/token-family.ts';
import { isException } from '#shared/errors/exception.ts';
import { refresh, UnprovedKey } from '../../tokens/refresh.ts';
import type { Grant } from './grant.ts';

// A client may ask for less than it was granted, never for more: RFC 6749 section 6, RFC 8707 section 2.2.
const narrowTo =
  (parameters: Parameters) =>
  (family: TokenFamily): TokenFamily => {
    if (parameters.all('resource').some((resource) => !isSameResource(resource, family.audience))) {
      throw new OAuthError('invalid_target');
    }
    const asked = toScopes(parameters.get('scope') ?? '');
    if (asked.length === 0) return family;
    const granted = toScopes(family.scope);
    if (!asked.every((scope) => granted.includes(scope))) throw new OAuthError('invalid_scope');
    return { ...family, scope: granted.filter((scope) => asked.includes(scope)).join(' ') };
  };

/**
 * refresh_token: new tokens for a refresh token, with its scopes and audience. RFC 6749 section 6. Throws invalid_grant,
 * invalid_scope, invalid_target, invalid_dpop_proof.
 */
export const refreshToken: Grant = async ({ app, parameters, origin, jkt }) => {
  try {
    return await refresh({
      app,
      refreshToken: parameters.require('refresh_token'),
      deviceKey: undefined,
      jkt,
      origin,
      clientMetadata: undefined,
      // The endpoint has done so.
      proveClient: async () => undefined,
      narrow: narrowTo(parameters),
    });
  } catch (error) {
    // A client that forgot its proof is not to throw the token away.
    if (error instanceof UnprovedKey && jkt === undefined) throw missingProof();
    if (!isException(error, 'NotAuthorizedException', 'RefreshTokenReuseException')) throw error;
    throw new OAuthError('invalid_grant', { cause: error });
  }
};
