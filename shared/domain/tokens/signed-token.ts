/**
 * Signed tokens: compact JWS (RFC 7515) with RS256 or ES256, by node's own crypto. docs/decisions/own-signatures.md says
 * why.
 */
import { type KeyObject, sign, verify } from 'node:crypto';
import { base64url, decodeJwt, decodeProtectedHeader, type JWTPayload } from 'jose';
import type { SigningAlgorithm } from '../user-pools/user-pool.ts';
import type { Claims } from './token-changes.ts';

const digest = 'sha256';

// The key says what it signs with, never the token.
const algorithmOf = ({ asymmetricKeyType }: KeyObject): SigningAlgorithm =>
  asymmetricKeyType === 'ec' ? 'ES256' : 'RS256';

// Signatures of ES256 are two numbers of 32 bytes each: RFC 7518 section 3.4. By itself, node writes them in DER.
const usable = (key: KeyObject) =>
  key.asymmetricKeyType === 'ec' ? ({ key, dsaEncoding: 'ieee-p1363' } as const) : key;

// On a thread of the pool, so that other requests go on meanwhile. By promisify it would be shorter, but a function that
// imports node:util starts 3 ms later.
const signBytes = (key: KeyObject, bytes: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    sign(digest, bytes, usable(key), (error, signature) => (error ? reject(error) : resolve(signature)));
  });

const toPart = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token that says `claims`, signed by the private key: an RSA key, or one on P-256. `typ` is what its header says it is. */
export const signToken = async (key: KeyObject, kid: string, claims: Claims, typ?: string): Promise<string> => {
  const signed = `${toPart({ kid, alg: algorithmOf(key), typ })}.${toPart(claims)}`;
  return `${signed}.${(await signBytes(key, Buffer.from(signed))).toString('base64url')}`;
};

export type RefusalReason = 'expired' | 'malformed' | 'not signed';

/** Why a token is not accepted. */
export class TokenRefusal extends Error {
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason, cause?: unknown) {
    super(`The token is ${reason}.`, { cause });
    this.reason = reason;
  }
}

interface Expected {
  /** The public key with that id. */
  readonly keyOf: (kid: unknown) => KeyObject | undefined;
  /** Or several, of which the token may name any. */
  readonly issuer: string | readonly string[];
  /** Epoch milliseconds. */
  readonly now: number;
}

const readable = <T>(read: () => T): T => {
  try {
    return read();
  } catch (cause) {
    throw new TokenRefusal('malformed', cause);
  }
};

const isNumericDate = (value: unknown): boolean => value === undefined || typeof value === 'number';

// RFC 7519 section 4.1.
const assertClaims = ({ iss, iat, nbf, exp }: JWTPayload, { issuer, now }: Expected): void => {
  const seconds = Math.floor(now / 1000);
  const isProper = iss !== undefined && [issuer].flat().includes(iss) && [iat, nbf, exp].every(isNumericDate);
  if (!isProper || (nbf !== undefined && nbf > seconds)) throw new TokenRefusal('malformed');
  if (exp !== undefined && exp <= seconds) throw new TokenRefusal('expired');
};

/** What a token says, which proves nothing yet. Throws TokenRefusal for anything but a token. */
export const claimsIn = (token: string): JWTPayload => readable(() => decodeJwt(token));

/**
 * The claims of a token that a known key signed with its own algorithm, and that holds now. Extensions (`crit`) are not
 * understood. `claims` are those in this very token, for whoever has read them before. Throws TokenRefusal.
 */
export const verifyToken = (token: string, expected: Expected, claims = claimsIn(token)): JWTPayload => {
  const { kid, alg, crit } = readable(() => decodeProtectedHeader(token));
  const key = expected.keyOf(kid);
  if (!key) throw new TokenRefusal('not signed');
  if (alg !== algorithmOf(key) || crit !== undefined) throw new TokenRefusal('malformed');
  const end = token.lastIndexOf('.');
  const signature = readable(() => base64url.decode(token.slice(end + 1)));
  if (!verify(digest, Buffer.from(token.slice(0, end)), usable(key), signature)) throw new TokenRefusal('not signed');
  assertClaims(claims, expected);
  return claims;
};
