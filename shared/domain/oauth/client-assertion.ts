import { constants, type KeyObject, verify } from 'node:crypto';
import { base64url, decodeJwt, decodeProtectedHeader } from 'jose';
import { type ClientKey, type ClientKeyAlgorithm, clientKeyAlgorithms } from './client-keys.ts';

/** A signed token by which a client proves itself, as far as it can be read without a key. RFC 7523 section 3. */
export interface ClientAssertion {
  readonly kid: string | undefined;
  readonly algorithm: ClientKeyAlgorithm;
  readonly jti: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  /** The bytes that are signed, and their signature. */
  readonly signed: Buffer;
  readonly signature: Uint8Array;
}

interface Expected {
  readonly clientId: string;
  /** What the token may be meant for: the token endpoint and the issuer. */
  readonly audiences: ReadonlySet<string>;
  /** Epoch milliseconds. */
  readonly now: number;
}

// Clocks differ a little. A token that is good for longer would have to be remembered for longer.
const skewSeconds = 60;
const longestSeconds = 3600;
const longestJti = 255;

const algorithms: ReadonlySet<unknown> = new Set(clientKeyAlgorithms);

const isAlgorithm = (value: unknown): value is ClientKeyAlgorithm => algorithms.has(value);

const isFor = (audience: unknown, { audiences }: Expected): boolean => {
  const named: readonly unknown[] = Array.isArray(audience) ? audience : [audience];
  // A token that somebody else may use as well proves nothing.
  return named.length > 0 && named.every((name) => typeof name === 'string' && audiences.has(name));
};

const isEarlier = (time: unknown, seconds: number): boolean =>
  time === undefined || (typeof time === 'number' && time <= seconds + skewSeconds);

/**
 * Reads an assertion and checks everything but its signature and whether it was used before. Undefined for one that does
 * not prove the client.
 */
export const readClientAssertion = (token: string, expected: Expected): ClientAssertion | undefined => {
  try {
    const { iss, sub, aud, exp, nbf, iat, jti } = decodeJwt(token);
    const { kid, alg, crit } = decodeProtectedHeader(token);
    const seconds = Math.floor(expected.now / 1000);
    if (iss !== expected.clientId || sub !== expected.clientId || !isFor(aud, expected)) return undefined;
    if (typeof exp !== 'number' || exp <= seconds || exp > seconds + longestSeconds + skewSeconds) return undefined;
    if (!(isEarlier(nbf, seconds) && isEarlier(iat, seconds))) return undefined;
    if (typeof jti !== 'string' || jti === '' || jti.length > longestJti || !jti.isWellFormed()) return undefined;
    if (!isAlgorithm(alg) || crit !== undefined) return undefined;
    const end = token.lastIndexOf('.');
    return {
      kid,
      algorithm: alg,
      jti,
      expiresAt: exp * 1000,
      signed: Buffer.from(token.slice(0, end)),
      signature: base64url.decode(token.slice(end + 1)),
    };
  } catch {
    return undefined;
  }
};

// RFC 7518 sections 3.3 to 3.5, RFC 8037 section 3.1.
const verifiers: Readonly<
  Record<ClientKeyAlgorithm, (key: KeyObject, data: Buffer, signature: Uint8Array) => boolean>
> = {
  RS256: (key, data, signature) => verify('sha256', data, key, signature),
  PS256: (key, data, signature) =>
    verify(
      'sha256',
      data,
      { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST },
      signature,
    ),
  ES256: (key, data, signature) => verify('sha256', data, { key, dsaEncoding: 'ieee-p1363' }, signature),
  EdDSA: (key, data, signature) => verify(null, data, key, signature),
};

const isCandidate = ({ kid, algorithms: own }: ClientKey, assertion: ClientAssertion): boolean =>
  own.includes(assertion.algorithm) && (kid === undefined || assertion.kid === undefined || kid === assertion.kid);

/** True where one of the keys signed the assertion, by an algorithm that is the key's own. */
export const isSignedBy = (assertion: ClientAssertion, keys: readonly ClientKey[]): boolean =>
  keys
    .filter((key) => isCandidate(key, assertion))
    .some(({ key }) => verifiers[assertion.algorithm](key, assertion.signed, assertion.signature));
