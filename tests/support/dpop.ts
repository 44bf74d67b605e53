import { createHash, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { type ClientKeyPair, newEcKeys } from './client-keys.ts';
import { stack } from './stack.ts';

interface ProofOptions {
  /** The request that it is for. */
  readonly method?: string;
  readonly path?: string;
  readonly uri?: string;
  readonly accessToken?: string;
  /** Claims in place of the usual ones; undefined leaves one out. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Members of the header in place of the usual ones; undefined leaves one out. */
  readonly header?: Readonly<Record<string, unknown>>;
}

const usualAlgorithm: Readonly<Record<string, string>> = { ec: 'ES256', rsa: 'RS256', ed25519: 'EdDSA' };

/** A new key pair for proofs, on P-256. */
export const newProofKeys = (): ClientKeyPair => newEcKeys({});

/** A proof of the key (RFC 9449), made now, for the token endpoint unless another request is named. */
export const newProof = (
  { privateKey, jwk }: ClientKeyPair,
  { method = 'POST', path = '/oauth2/token', uri, accessToken, claims = {}, header = {} }: ProofOptions = {},
): Promise<string> => {
  const ath = accessToken === undefined ? undefined : createHash('sha256').update(accessToken).digest('base64url');
  const usual = { jti: randomUUID(), htm: method, htu: uri ?? `${stack().endpoint}${path}` };
  return new SignJWT({ ...usual, ...(ath !== undefined && { ath }), iat: Math.floor(Date.now() / 1000), ...claims })
    .setProtectedHeader({
      alg: usualAlgorithm[privateKey.asymmetricKeyType ?? ''] ?? '',
      typ: 'dpop+jwt',
      jwk: { ...jwk },
      ...header,
    })
    .sign(privateKey);
};

/** The header by which a request brings a new proof. */
export const proofHeader = async (keys: ClientKeyPair, options?: ProofOptions): Promise<{ readonly dpop: string }> => ({
  dpop: await newProof(keys, options),
});
