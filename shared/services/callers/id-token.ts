/** ID tokens of user pools, for whoever takes them as proof of a user: identity pools. */
import { createPublicKey } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { now } from '#shared/config/clock.ts';
import { TokenRefusal, verifyToken } from '#shared/domain/tokens/signed-token.ts';
import { publishedKeys, toJwk } from '#shared/domain/tokens/signing-keys.ts';
import { familyIdIn } from '#shared/domain/tokens/token-family.ts';
import { isException } from '#shared/errors/exception.ts';
import { cachedPool } from '../directory/directory.ts';
import { issuersOf } from '../tokens/issuer.ts';
import { findLiveSubject } from './access-token.ts';

/** True where the issuer is one of the user pool's here. */
export const isIssuerOfPool = (issuer: string | undefined, poolId: string): boolean =>
  issuer !== undefined && issuersOf({ id: poolId }).includes(issuer);

/**
 * What a token of the user pool says, if its signature and its times are good. It may be an access token: see its
 * `token_use`. It costs no request of the store where the pool is remembered. Throws TokenRefusal.
 */
export const readPoolToken = async (poolId: string, token: string): Promise<JWTPayload> => {
  const { pool, signingKeys } = await cachedPool(poolId).catch((error: unknown) => {
    throw isException(error, 'ResourceNotFoundException') ? new TokenRefusal('not signed', error) : error;
  });
  const keyOf = (kid: unknown) => {
    const found = publishedKeys(signingKeys, now()).find((key) => key.kid === kid);
    return found && createPublicKey({ key: toJwk(found), format: 'jwk' });
  };
  return verifyToken(token, { keyOf, issuer: issuersOf(pool), now: now() });
};

/** False where the user of an ID token is disabled or gone, or has signed out since. One request of the store. */
export const isActive = async (poolId: string, claims: JWTPayload): Promise<boolean> => {
  const { sub = '', event_id: eventId, origin_jti: originJti, 'cognito:username': username } = claims;
  if (typeof eventId !== 'string' || typeof username !== 'string') return false;
  const { pool } = await cachedPool(poolId);
  const familyId = familyIdIn({ eventId, originJti });
  return (await findLiveSubject(pool, { sub, username, familyId })) !== undefined;
};
