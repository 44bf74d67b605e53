/** Proofs that a client has a key: RFC 9449. */
import { createHash } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { toClientKey } from './client-keys.ts';
import { isSignedBy, readSignature } from './client-signature.ts';
import { keyThumbprint } from './key-thumbprint.ts';
import { OAuthError } from './oauth-error.ts';

/** A proof whose signature is good. It counts once. */
export interface DpopProof {
  /** The thumbprint of the key that it proves. */
  readonly jkt: string;
  readonly jti: string;
  /** Until when it would be taken, in epoch milliseconds. */
  readonly expiresAt: number;
}

/** A request that came with a proof. */
export interface ProvedRequest {
  /** The header DPoP. */
  readonly proof: string;
  readonly method: string;
  /** The address as the client has it. */
  readonly uri: string;
}

interface Expected {
  readonly method: string;
  /** The address that was asked. Its query does not count. */
  readonly uri: string;
  /** The access token that comes with the proof; undefined where none does. */
  readonly accessToken: string | undefined;
  /** When a nonce of ours was made, in epoch milliseconds; undefined for one that is none. */
  readonly madeAt: (nonce: string) => number | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
}

// A proof is made just before it is sent, by a clock that may be a little ahead or behind.
const aheadMs = 60_000;
const takenMs = 300_000;
const longestProof = 8192;
const longestJti = 255;

const refused = (description: string): OAuthError => new OAuthError('invalid_dpop_proof', { description });

/** The refusal of a request that lacks its proof. */
export const missingProof = (): OAuthError => refused('A DPoP proof is required.');

// A client whose clock is wrong proves by our nonce that its proof is new.
const otherNonce = (): OAuthError =>
  new OAuthError('use_dpop_nonce', { description: 'The DPoP proof has to have a nonce of this server.' });

const withoutQuery = (text: unknown): string | undefined => {
  const url = typeof text === 'string' ? URL.parse(text) : null;
  return url ? `${url.origin}${url.pathname}` : undefined;
};

const readParts = (proof: string) => {
  if (proof.length > longestProof) throw refused('The DPoP proof is too long.');
  try {
    return {
      header: decodeProtectedHeader(proof),
      claims: decodeJwt(proof),
      signature: readSignature(proof),
    };
  } catch {
    throw refused('The DPoP proof is no signed token.');
  }
};

const readClaims = (claims: Readonly<Record<string, unknown>>) => {
  const { jti, htm, htu, iat, ath, nonce } = claims;
  const isUsable = typeof jti === 'string' && jti !== '' && jti.length <= longestJti && jti.isWellFormed();
  if (!isUsable || typeof iat !== 'number' || !Number.isFinite(iat)) {
    throw refused('The DPoP proof lacks jti or iat.');
  }
  if (nonce !== undefined && typeof nonce !== 'string') throw refused('The nonce of the DPoP proof is no text.');
  return { jti, htm, htu, iat, ath, nonce };
};

// Where a nonce of ours is in it, that says when it was made, whatever the client's clock says.
const madeAt = (iat: number, nonce: string | undefined, { madeAt, now }: Expected): number => {
  const made = nonce === undefined ? iat * 1000 : madeAt(nonce);
  if (made === undefined || made > now + aheadMs || made <= now - takenMs) throw otherNonce();
  return made;
};

/**
 * Reads a proof, and checks everything but whether it was used before: RFC 9449 section 4.3. Throws invalid_dpop_proof, and
 * use_dpop_nonce where it was not made just now, or with a nonce that is not ours or too old.
 */
export const readDpopProof = (proof: string, expected: Expected): DpopProof => {
  const { header, claims, signature } = readParts(proof);
  const key = header.typ === 'dpop+jwt' ? toClientKey(header.jwk) : 'it has another type';
  if (typeof key === 'string') throw refused(`The key of the DPoP proof can not be used: ${key}.`);
  if (!signature || !isSignedBy({ ...signature, kid: key.kid }, [key])) {
    throw refused('The signature of the DPoP proof is wrong.');
  }
  const { jti, htm, htu, iat, ath, nonce } = readClaims(claims);
  if (htm !== expected.method || withoutQuery(htu) !== withoutQuery(expected.uri)) {
    throw refused('The DPoP proof is for another request.');
  }
  const { accessToken } = expected;
  if (accessToken !== undefined && ath !== createHash('sha256').update(accessToken).digest('base64url')) {
    throw refused('The DPoP proof is for another access token.');
  }
  return { jkt: keyThumbprint(key.key), jti, expiresAt: madeAt(iat, nonce, expected) + takenMs };
};
