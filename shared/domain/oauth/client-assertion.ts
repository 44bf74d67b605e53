import { decodeJwt } from 'jose';
import { type ClientSignature, readSignature } from './client-signature.ts';

/** A signed token by which a client proves itself, as far as it can be read without a key. RFC 7523 section 3. */
export interface ClientAssertion extends ClientSignature {
  readonly jti: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
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
    const seconds = Math.floor(expected.now / 1000);
    if (iss !== expected.clientId || sub !== expected.clientId || !isFor(aud, expected)) return undefined;
    // To the millisecond, as it may be used again after that.
    if (typeof exp !== 'number' || exp * 1000 <= expected.now || exp > seconds + longestSeconds + skewSeconds)
      return undefined;
    if (!(isEarlier(nbf, seconds) && isEarlier(iat, seconds))) return undefined;
    if (typeof jti !== 'string' || jti === '' || jti.length > longestJti || !jti.isWellFormed()) return undefined;
    const signature = readSignature(token);
    return signature && { ...signature, jti, expiresAt: exp * 1000 };
  } catch {
    return undefined;
  }
};
