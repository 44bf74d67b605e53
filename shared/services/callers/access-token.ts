import { createPublicKey, type KeyObject } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { now } from '#shared/config/clock.ts';
import type { PoolRecord } from '#shared/data/pools/pool-repository.ts';
import { tokenFamilyRepository } from '#shared/data/users/token-family-repository.ts';
import type { ProvedRequest } from '#shared/domain/oauth/dpop-proof.ts';
import { apiScope, boundKey } from '#shared/domain/tokens/claims.ts';
import { claimsIn, TokenRefusal, verifyToken } from '#shared/domain/tokens/signed-token.ts';
import { publishedKeys, toJwk } from '#shared/domain/tokens/signing-keys.ts';
import { familyIdIn, type TokenFamily } from '#shared/domain/tokens/token-family.ts';
import { poolIdIn } from '#shared/domain/user-pools/issuer-name.ts';
import type { SigningKey, UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { keepsLink } from '#shared/domain/users/identities.ts';
import { keysOfUsername } from '#shared/domain/users/names.ts';
import type { User } from '#shared/domain/users/user.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { noteOnCall } from '#shared/observability/call.ts';
import { type ClientRecord, cachedClientOf, cachedPool } from '../directory/directory.ts';
import { findFamily } from '../tokens/find-family.ts';
import { issuersOf } from '../tokens/issuer.ts';

/** The holder of a valid access token: the user, as the store has it now, and the token family. */
export interface TokenCaller extends ClientRecord {
  readonly userKey: string;
  readonly user: User;
  readonly family: TokenFamily;
}

/** The holder of a valid access token of any scope, and what the token says. */
export interface Bearer extends Omit<TokenCaller, 'client'> {
  readonly claims: AccessTokenClaims;
}

export interface AccessTokenClaims {
  readonly sub: string;
  readonly username: string;
  readonly clientId: string;
  /** The sign-in that the token comes from. */
  readonly eventId: string;
  readonly familyId: string;
  readonly scopes: readonly string[];
}

const refused = (message: string, cause?: unknown): CognitoException =>
  new CognitoException('NotAuthorizedException', message, { cause });

const invalid = (cause?: unknown): CognitoException => refused('Invalid Access Token', cause);

const notForUs = (): CognitoException => refused('Access Token does not have required scopes');

/** The refusal of an access token whose session was ended. */
export const revokedToken = (): CognitoException => refused('Access Token has been revoked');

const toClaims = (payload: JWTPayload): AccessTokenClaims => {
  const { sub, username, client_id: clientId, event_id: eventId, origin_jti: originJti, scope } = payload;
  const complete =
    payload.token_use === 'access' &&
    typeof sub === 'string' &&
    typeof username === 'string' &&
    typeof clientId === 'string' &&
    typeof eventId === 'string' &&
    typeof scope === 'string';
  if (!complete) throw invalid();
  return { sub, username, clientId, eventId, familyId: familyIdIn({ eventId, originJti }), scopes: scope.split(' ') };
};

const poolId = /^[\w-]{1,45}_[0-9a-zA-Z]{1,9}$/;

interface ReadToken {
  readonly poolId: string;
  readonly claims: JWTPayload;
}

const readToken = (token: string): ReadToken => {
  try {
    const claims = claimsIn(token);
    const issuer = claims.iss ?? '';
    const id = poolIdIn(issuer.slice(issuer.lastIndexOf('/') + 1));
    if (poolId.test(id)) return { poolId: id, claims };
  } catch (cause) {
    throw invalid(cause);
  }
  throw invalid();
};

/** The pool that a token names, which proves nothing yet. Throws NotAuthorizedException for anything but a token. */
export const poolIdInToken = (token: string): string => readToken(token).poolId;

const toRefusal = (error: unknown): CognitoException => {
  const reason = error instanceof TokenRefusal ? error.reason : 'malformed';
  if (reason === 'expired') return refused('Access Token has expired', error);
  return reason === 'not signed' ? refused('Could not verify signature for Access Token', error) : invalid(error);
};

// Few tokens come with a proof.
const dpopProofs = () => import('../dpop/dpop-proofs.ts');

const publicKeys = new WeakMap<SigningKey, KeyObject>();

const publicKey = (key: SigningKey): KeyObject => {
  const known = publicKeys.get(key) ?? createPublicKey({ key: toJwk(key), format: 'jwk' });
  publicKeys.set(key, known);
  return known;
};

const verify = (
  token: string,
  claims: JWTPayload,
  signingKeys: readonly SigningKey[],
  issuer: readonly string[],
): JWTPayload => {
  const keyOf = (kid: unknown): KeyObject | undefined => {
    const found = publishedKeys(signingKeys, now()).find((key) => key.kid === kid && key.use === 'access');
    return found && publicKey(found);
  };
  try {
    return verifyToken(token, { keyOf, issuer, now: now() }, claims);
  } catch (error) {
    throw toRefusal(error);
  }
};

/**
 * The user and the token family that a token names. One request; a second one only in pools where earlier usernames were
 * folded in another way.
 */
const findSubject = async (
  pool: UserPool,
  { username, sub, familyId }: Pick<AccessTokenClaims, 'username' | 'sub' | 'familyId'>,
) => {
  const [first = username, ...others] = keysOfUsername(pool, username);
  const readAt = async (userKey: string) => ({
    userKey,
    ...(await findFamily(tokenFamilyRepository(), pool, { userKey, familyId })),
  });
  let found = await readAt(first);
  for (const userKey of others) if (found.user?.sub !== sub) found = await readAt(userKey);
  return found;
};

/**
 * The user whom a token names; undefined where the user is disabled or gone, or has signed out since. One request, as for
 * `findSubject`.
 */
export const findLiveSubject = async (
  pool: UserPool,
  subject: Pick<AccessTokenClaims, 'username' | 'sub' | 'familyId'>,
): Promise<User | undefined> => {
  const { user, family } = await findSubject(pool, subject);
  if (user?.sub !== subject.sub || !user.enabled) return undefined;
  const isLive = family && !family.revoked && family.signOuts === user.signOuts && keepsLink(family, user);
  return isLive ? user : undefined;
};

/** An access token whose signature and times are good: its pool, and what it says. */
interface VerifiedToken {
  readonly record: PoolRecord;
  readonly payload: JWTPayload;
}

/**
 * Checks an access token of a user or a machine, without asking whether it was revoked. It costs no request of the store
 * where the pool is remembered. Throws NotAuthorizedException.
 */
export const verifyAccessToken = async (token: string): Promise<VerifiedToken> => {
  const { poolId: id, claims } = readToken(token);
  const record = await cachedPool(id).catch((error: unknown) => {
    throw error instanceof CognitoException && error.name === 'ResourceNotFoundException' ? invalid(error) : error;
  });
  const payload = verify(token, claims, record.signingKeys, issuersOf(record.pool));
  if (payload.token_use !== 'access') throw invalid();
  return { record, payload };
};

/**
 * Throws ResourceNotFoundException where the app client is gone that has a checked token, or the machine that it is of: what
 * was given to them ends with them (RFC 7592 section 2.3). No request of the store where they are remembered.
 */
export const assertClients = async ({ record, payload }: VerifiedToken): Promise<void> => {
  const { client_id: clientId, sub, username } = payload;
  const ids = username === undefined ? [clientId, sub] : [clientId];
  await Promise.all(ids.map((id) => cachedClientOf(record.pool.id, String(id))));
};

/**
 * The bearer of a token that `verifyAccessToken` checked. It costs one request of the store, for the user and the token
 * family; `findFamily` says when it costs another. Throws NotAuthorizedException for a token that is not valid, and where a
 * scope is asked for, for one that lacks it or is for a resource server. Throws UserNotFoundException for a user who is
 * gone.
 */
export const bearerOf = async ({ record, payload }: VerifiedToken, scope?: string): Promise<Bearer> => {
  const { pool } = record;
  const claims = toClaims(payload);
  noteOnCall({ sub: claims.sub, clientId: claims.clientId });
  if (scope !== undefined && !claims.scopes.includes(scope)) throw notForUs();
  const { userKey, user, family } = await findSubject(pool, claims);
  if (user?.sub !== claims.sub) throw new CognitoException('UserNotFoundException', 'User does not exist.');
  if (!user.enabled) throw refused('User is disabled.');
  if (!family || family.revoked || family.signOuts !== user.signOuts) throw revokedToken();
  if (!keepsLink(family, user)) throw revokedToken();
  // A resource server has the tokens that are for it. It does not act for the user here: RFC 9700 section 2.3.
  if (scope !== undefined && family.audience !== undefined) throw notForUs();
  return { ...record, userKey, user, family, claims };
};

const boundToKey = (): CognitoException => refused('Access Token is bound to a key');

/**
 * The bearer of an access token that is bound to no key: RFC 9449 section 7.2 has others refused where nothing proves the
 * key. Costs and throws as `bearerOf` does.
 */
export const bearer = async (token: string, { scope }: { readonly scope?: string } = {}): Promise<Bearer> => {
  const verified = await verifyAccessToken(token);
  if (boundKey(verified.payload) !== undefined) throw boundToKey();
  return bearerOf(verified, scope);
};

/**
 * Whoever brings an access token with a proof of the key that it is bound to, by HTTP's scheme DPoP: RFC 9449 section 7.1.
 * Costs and throws as `bearerOf` does, one write more for a proof that is good. Throws OAuthError: invalid_dpop_proof, and
 * use_dpop_nonce where `nonces` are given out.
 */
export const keyHolder = async (
  token: string,
  request: ProvedRequest,
  { nonces }: { readonly nonces: boolean },
): Promise<Bearer> => {
  const verified = await verifyAccessToken(token);
  const { checkProof, spendProof } = await dpopProofs();
  const proof = await checkProof(verified.record.pool, request, { accessToken: token, nonces });
  if (boundKey(verified.payload) !== proof.jkt) throw boundToKey();
  await spendProof(proof);
  return bearerOf(verified);
};

/** The bearer of an access token for this API, with the app client. Throws as `bearer` does. */
export const tokenCaller = async (token: string): Promise<TokenCaller> => {
  const { claims, pool, userKey, user, family } = await bearer(token, { scope: apiScope });
  return { ...(await cachedClientOf(pool.id, claims.clientId)), userKey, user, family };
};
