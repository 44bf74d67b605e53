import { generateKeyPairSync, type KeyObject } from 'node:crypto';

/** A key pair by which a client proves itself, and its public part as a JSON Web Key. */
export interface ClientKeyPair {
  readonly privateKey: KeyObject;
  readonly jwk: Readonly<Record<string, unknown>>;
}

const pair = (
  keys: { readonly privateKey: KeyObject; readonly publicKey: KeyObject },
  more: object,
): ClientKeyPair => ({
  privateKey: keys.privateKey,
  jwk: { ...keys.publicKey.export({ format: 'jwk' }), ...more },
});

/** A new key pair on P-256, for ES256. */
export const newEcKeys = (more: object = { kid: 'ec' }): ClientKeyPair =>
  pair(generateKeyPairSync('ec', { namedCurve: 'P-256' }), more);

/** A new RSA key pair, for RS256 and PS256. */
export const newRsaKeys = (more: object = { kid: 'rsa' }, modulusLength = 2048): ClientKeyPair =>
  pair(generateKeyPairSync('rsa', { modulusLength }), more);

/** A new Ed25519 key pair, for EdDSA. */
export const newEdKeys = (more: object = { kid: 'ed' }): ClientKeyPair => pair(generateKeyPairSync('ed25519'), more);

/** A JSON Web Key Set of the public parts. */
export const jwksOf = (...keys: readonly ClientKeyPair[]): { readonly keys: readonly object[] } => ({
  keys: keys.map(({ jwk }) => jwk),
});
