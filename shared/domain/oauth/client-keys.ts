import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';

/** Algorithms of signatures by which clients prove themselves. RFC 7518 section 3.1, RFC 8037. */
export const clientKeyAlgorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const;

export type ClientKeyAlgorithm = (typeof clientKeyAlgorithms)[number];

/** A public key of a client. */
export interface ClientKey {
  readonly kid: string | undefined;
  readonly key: KeyObject;
  /** What the key may verify: nothing else is tried with it. */
  readonly algorithms: readonly ClientKeyAlgorithm[];
}

// RFC 7518 section 6: what only a private or a symmetric key has.
const secretMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const algorithmsOf = ({
  asymmetricKeyType: type,
  asymmetricKeyDetails: details,
}: KeyObject): ClientKey['algorithms'] => {
  if (type === 'ec' && details?.namedCurve === 'prime256v1') return ['ES256'];
  if (type === 'ed25519') return ['EdDSA'];
  const { modulusLength: bits = 0, publicExponent: exponent = 0n } = details ?? {};
  // Greater ones take long to verify by, and nobody has them.
  const isSound = bits >= 2048 && bits <= 8192 && exponent > 2n && exponent < 2n ** 32n;
  return type === 'rsa' && isSound ? ['RS256', 'PS256'] : [];
};

const toKeyObject = ({ kty, n, e, crv, x, y }: JsonWebKey): KeyObject | undefined => {
  try {
    const key = Object.fromEntries(Object.entries({ kty, n, e, crv, x, y }).filter(([, value]) => value !== undefined));
    return createPublicKey({ key, format: 'jwk' });
  } catch {
    return undefined;
  }
};

const isForVerifying = ({ use, key_ops: operations }: Readonly<Record<string, unknown>>): boolean =>
  (use === undefined || use === 'sig') &&
  (operations === undefined || (Array.isArray(operations) && operations.includes('verify')));

/** A JSON Web Key (RFC 7517) as a key to verify by, or why it is none. */
export const toClientKey = (jwk: unknown): ClientKey | string => {
  if (!isObject(jwk)) return 'it is no object';
  if (secretMembers.some((member) => member in jwk)) return 'it is not public';
  const { kid, alg } = jwk;
  if (kid !== undefined && typeof kid !== 'string') return 'its kid is no text';
  if (!isForVerifying(jwk)) return 'its use is not to verify signatures';
  const key = toKeyObject(jwk);
  const possible = key ? algorithmsOf(key) : [];
  const algorithms = alg === undefined ? possible : possible.filter((algorithm) => algorithm === alg);
  return key && algorithms.length > 0
    ? { kid, key, algorithms }
    : 'it is no RSA key of 2048 to 8192 bits for RS256 or PS256, key on P-256 for ES256, or Ed25519 key for EdDSA';
};

const mostKeys = 100;

/**
 * The keys of a JSON Web Key Set that can be used, at most a hundred; others are passed over, as RFC 7517 section 5 says.
 * Undefined for anything but a key set.
 */
export const toClientKeys = (set: unknown): readonly ClientKey[] | undefined => {
  if (!isObject(set) || !Array.isArray(set.keys)) return undefined;
  return set.keys.slice(0, mostKeys).flatMap((jwk) => {
    const read = toClientKey(jwk);
    return typeof read === 'string' ? [] : [read];
  });
};
