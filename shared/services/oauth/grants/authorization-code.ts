import { now } from '#shared/config/clock.ts';
import { authorizationCodeRepository } from '#shared/data/oauth/authorization-code-repository.ts';
import { tokenFamilyRepository } from '#shared/data/users/token-family-repository.ts';
import { type AuthorizationCode, codeDigest } from '#shared/domain/oauth/authorization-code.ts';
import { missingProof } from '#shared/domain/oauth/dpop-proof.ts';
import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import type { Parameters } from '#shared/domain/oauth/parameters.ts';
import { isVerified } from '#shared/domain/oauth/pkce.ts';
import { isSameResource } from '#shared/domain/resource-servers/resource-server.ts';
import { newSignInId } from '#shared/domain/sign-in/trail.ts';
import type { ClientRecord } from '../../directory/directory.ts';
import { endSignIn } from '../../tokens/revocation.ts';
import { beginTokens } from '../../tokens/tokens.ts';
import { findGrantedUser } from '../granted-user.ts';
import { ssoLasting } from '../sso-sessions.ts';
import type { Grant } from './grant.ts';

const invalidGrant = (): OAuthError => new OAuthError('invalid_grant');

/** The code was spent before, for that family. */
class SpentBefore extends Error {}

// The same redirect URI as before, so that a code which was led elsewhere is worth nothing: RFC 6749 section 4.1.3.
const assertRedirect = (code: AuthorizationCode, given: string | undefined): void => {
  if (given === code.redirectUri || (given === undefined && !code.namesRedirect)) return;
  throw new OAuthError('unauthorized_client', { description: 'invalid_redirect' });
};

// A verifier without a challenge would be a request that was robbed of it: RFC 9700 section 4.8.2.
const assertVerified = ({ codeChallenge }: AuthorizationCode, verifier: string | undefined): void => {
  const isRight = codeChallenge === undefined ? verifier === undefined : isVerified(codeChallenge, verifier);
  if (!isRight) throw invalidGrant();
};

const assertResource = ({ resource, isForNobody }: AuthorizationCode, parameters: Parameters): void => {
  if (isForNobody) throw invalidGrant();
  if (parameters.all('resource').some((given) => !isSameResource(given, resource)))
    throw new OAuthError('invalid_target');
};

// A code that was asked for with a key is worth nothing without it: RFC 9449 section 10.
const assertKey = ({ dpopJkt }: AuthorizationCode, jkt: string | undefined): void => {
  if (dpopJkt === undefined || dpopJkt === jkt) return;
  throw jkt === undefined ? missingProof() : invalidGrant();
};

// Whoever brings a code again may have stolen it, or was robbed: what it gave ends. RFC 6749 section 4.1.2.
const refuseReuse = async ({ pool }: ClientRecord, { userKey }: AuthorizationCode, familyId: string) => {
  const slot = (await tokenFamilyRepository().find(pool.id, userKey, familyId))?.slot;
  await endSignIn(pool, { userKey, familyId, slot });
  throw invalidGrant();
};

/**
 * authorization_code: the tokens of a code, once. RFC 6749 section 4.1.3, RFC 7636 section 4.5. Throws invalid_grant;
 * unauthorized_client for another redirect URI, as Cognito does; invalid_target; invalid_dpop_proof.
 */
export const authorizationCode: Grant = async ({ app, parameters, origin, jkt }) => {
  if (!app.client.settings.AllowedOAuthFlows?.includes('code')) throw new OAuthError('unauthorized_client');
  const digest = codeDigest(parameters.require('code'));
  const redirectUri = parameters.get('redirect_uri');
  const verifier = parameters.get('code_verifier');
  const code = await authorizationCodeRepository().find(app.pool.id, digest);
  if (!code || code.clientId !== app.client.id) throw invalidGrant();
  if (code.spentFor !== undefined) return refuseReuse(app, code, code.spentFor);
  if (code.expiresAt <= now()) throw invalidGrant();
  assertRedirect(code, redirectUri);
  assertVerified(code, verifier);
  assertResource(code, parameters);
  assertKey(code, jkt);
  const user = await findGrantedUser(app, code);

  const signInId = newSignInId(now());
  const spend = authorizationCodeRepository().spend(app.pool.id, digest, signInId, () => new SpentBefore());
  const { userKey, scopes, resource: audience, authContext, nonce } = code;
  // What is revoked together with its session gives no tokens afterwards.
  const lasting = ssoLasting(app, userKey, authContext.ssoId, invalidGrant);
  const oauth = { nonce, jkt };
  const beginning = { userKey, signInId, device: undefined, origin, scopes, audience, authContext, oauth };
  const request = { app, user, source: 'TokenGeneration_HostedAuth', clientMetadata: undefined } as const;
  try {
    return await beginTokens(request, beginning, [spend, ...lasting]);
  } catch (error) {
    if (!(error instanceof SpentBefore)) throw error;
    const spent = await authorizationCodeRepository().find(app.pool.id, digest);
    return refuseReuse(app, code, spent?.spentFor ?? signInId);
  }
};
