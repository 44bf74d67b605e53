import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { callOwn } from './own-operations.ts';
import { makeClient, type TestPool } from './pools.ts';
import { stack } from './stack.ts';

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

interface AssertionOptions {
  /** Claims in place of the usual ones; undefined leaves one out. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Members of the header in place of the usual ones; undefined leaves one out. */
  readonly header?: Readonly<Record<string, unknown>>;
}

const usualAlgorithm: Readonly<Record<string, string>> = { ec: 'ES256', rsa: 'RS256', ed25519: 'EdDSA' };

/** A client assertion (RFC 7523) of the client for its pool's issuer, valid for five minutes. */
export const newAssertion = (
  { clientId, poolId }: Pick<TestPool, 'clientId' | 'poolId'>,
  { privateKey, jwk }: ClientKeyPair,
  { claims = {}, header = {} }: AssertionOptions = {},
): Promise<string> => {
  const iat = Math.floor(Date.now() / 1000);
  const usual = { iss: clientId, sub: clientId, aud: `${stack().endpoint}/${poolId}`, iat, exp: iat + 300 };
  const alg = usualAlgorithm[privateKey.asymmetricKeyType ?? ''] ?? '';
  return new SignJWT({ ...usual, jti: randomUUID(), ...claims })
    .setProtectedHeader({ alg, ...(jwk.kid !== undefined && { kid: String(jwk.kid) }), ...header })
    .sign(privateKey);
};

/** The fields by which a form proves a client with an assertion. */
export const assertionFields = (assertion: string) => ({
  client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  client_assertion: assertion,
});

/** An app client of the pool that proves itself by keys, at a URL or as they are. */
export const makeKeyClient = async (
  { poolId: UserPoolId }: Pick<TestPool, 'poolId'>,
  keys: string | readonly ClientKeyPair[],
  client: Parameters<typeof makeClient>[1] = {},
): Promise<TestPool> => {
  const made = { poolId: UserPoolId, ...(await makeClient(UserPoolId, client)) };
  await callOwn('SetUserPoolClientOAuthSettings', {
    UserPoolId,
    ClientId: made.clientId,
    TokenEndpointAuthMethod: 'private_key_jwt',
    ...(typeof keys === 'string' ? { JwksUri: keys } : { Jwks: JSON.stringify(jwksOf(...keys)) }),
  });
  return made;
};
