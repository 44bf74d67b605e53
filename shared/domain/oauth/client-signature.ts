import { constants, type KeyObject, verify } from 'node:crypto';
import { base64url, decodeProtectedHeader } from 'jose';
import { type ClientKey, type ClientKeyAlgorithm, clientKeyAlgorithms } from './client-keys.ts';

/** The signature of a token that others made, as far as it can be read without a key. */
export interface ClientSignature {
  readonly kid: string | undefined;
  readonly algorithm: ClientKeyAlgorithm;
  /** The bytes that are signed, and their signature. */
  readonly signed: Buffer;
  readonly signature: Uint8Array;
}

const algorithms: ReadonlySet<unknown> = new Set(clientKeyAlgorithms);

const isAlgorithm = (value: unknown): value is ClientKeyAlgorithm => algorithms.has(value);

/**
 * The signature of a token in compact form (RFC 7515). Undefined for one by another algorithm, and where it has extensions
 * (`crit`), which are not understood. Throws for what is no such token.
 */
export const readSignature = (token: string): ClientSignature | undefined => {
  const { kid, alg, crit } = decodeProtectedHeader(token);
  if (!isAlgorithm(alg) || crit !== undefined) return undefined;
  const end = token.lastIndexOf('.');
  return {
    kid,
    algorithm: alg,
    signed: Buffer.from(token.slice(0, end)),
    signature: base64url.decode(token.slice(end + 1)),
  };
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

const isCandidate = ({ kid, algorithms: own }: ClientKey, given: ClientSignature): boolean =>
  own.includes(given.algorithm) && (kid === undefined || given.kid === undefined || kid === given.kid);

/** True where one of the keys made the signature, by an algorithm that is the key's own. */
export const isSignedBy = (given: ClientSignature, keys: readonly ClientKey[]): boolean =>
  keys
    .filter((key) => isCandidate(key, given))
    .some(({ key }) => verifiers[given.algorithm](key, given.signed, given.signature));
