/** Tokens of others that the owner of a pool trusts. */
import { decodeJwt, decodeProtectedHeader, type JWTPayload } from 'jose';
import { now } from '#shared/config/clock.ts';
import { isSignedBy, readSignature } from '#shared/domain/oauth/client-signature.ts';
import { isOfOtherKind, isTaken, type TrustedIssuer } from '#shared/domain/tokens/token-trust.ts';
import { isException } from '#shared/errors/exception.ts';
import { assertClients, bearerOf, verifyAccessToken } from '../callers/access-token.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { provesByKeys } from './client-keys.ts';

/** A token that is good, and the trust that takes it. */
export interface TrustedToken {
  readonly trust: TrustedIssuer;
  readonly claims: JWTPayload;
}

const typeOf = (token: string): unknown => {
  try {
    return decodeProtectedHeader(token).typ;
  } catch {
    return undefined;
  }
};

/** What a token says, which proves nothing yet; undefined for what is no token. */
export const claimsOf = (token: string): JWTPayload | undefined => {
  try {
    return decodeJwt(token);
  } catch {
    return undefined;
  }
};

// Of a pool of this deployment, it is also known whether the sign-in has ended.
const holdsHere = async (token: string): Promise<boolean> => {
  try {
    const verified = await verifyAccessToken(token);
    await assertClients(verified);
    if (verified.payload.username !== undefined) await bearerOf(verified);
    return true;
  } catch (error) {
    if (isException(error, 'NotAuthorizedException', 'UserNotFoundException', 'ResourceNotFoundException'))
      return false;
    throw error;
  }
};

const signatureOf = (token: string) => {
  try {
    return readSignature(token);
  } catch {
    return undefined;
  }
};

const isGenuine = async ({ pool }: ClientRecord, token: string, trust: TrustedIssuer): Promise<boolean> => {
  const { issuer, jwksUri, jwks } = trust;
  if (jwksUri === undefined && jwks === undefined) return holdsHere(token);
  const signature = signatureOf(token);
  if (!signature) return false;
  const keys = { ...(jwksUri !== undefined && { jwksUri }), ...(jwks !== undefined && { jwks }) };
  const oauth = { requiresPkce: false, unregisteredResource: 'REFUSE', ...keys } as const;
  return provesByKeys({ id: `${pool.id} ${issuer}`, oauth }, (known) => isSignedBy(signature, known));
};

/**
 * A token of another issuer that the pool takes from the app client; undefined for any other text. It may fetch the issuer's
 * keys, which are remembered for an hour. For the token of another pool of the deployment, it takes one request of the store.
 */
export const findTrusted = async (app: ClientRecord, token: string): Promise<TrustedToken | undefined> => {
  const claims = claimsOf(token);
  if (!claims || isOfOtherKind(typeOf(token), claims)) return undefined;
  const { trustedIssuers = [] } = app.pool.tokens ?? {};
  const trust = trustedIssuers.find((one) => isTaken(one, app.client.id, claims, now()));
  return trust && (await isGenuine(app, token, trust)) ? { trust, claims } : undefined;
};
