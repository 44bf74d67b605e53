/** ID tokens by which a request says which user it means: OpenID Connect Core section 3.1.2.1, RP-Initiated Logout 1.0. */
import { createPublicKey } from 'node:crypto';
import { decodeJwt, type JWTPayload } from 'jose';
import { now } from '#shared/config/clock.ts';
import { clientIdOf } from '#shared/domain/app-clients/app-client.ts';
import { TokenRefusal, verifyToken } from '#shared/domain/tokens/signed-token.ts';
import { publishedKeys, toJwk } from '#shared/domain/tokens/signing-keys.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { issuersOf } from '../tokens/issuer.ts';

/**
 * What an ID token of the app says. It may have expired: it still says for whom it was made. Undefined for anything else.
 */
export const readIdTokenHint = ({ pool, signingKeys, client }: ClientRecord, hint: string): JWTPayload | undefined => {
  const keyOf = (kid: unknown) => {
    const found = publishedKeys(signingKeys, now()).find((key) => key.kid === kid && key.use === 'id');
    return found && createPublicKey({ key: toJwk(found), format: 'jwk' });
  };
  try {
    verifyToken(hint, { keyOf, issuer: issuersOf(pool), now: now() });
  } catch (error) {
    if (!(error instanceof TokenRefusal)) throw error;
    if (error.reason !== 'expired') return undefined;
  }
  const claims = decodeJwt(hint);
  return claims.aud === clientIdOf(client) ? claims : undefined;
};
