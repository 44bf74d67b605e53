import { CompactEncrypt, importJWK, type JWK } from 'jose';
import { CognitoException } from '#shared/errors/exception.ts';

/** Who can read what is sealed: a public key, and how to agree on a content key with it. */
export interface Recipient {
  readonly key: JWK;
  readonly alg: 'ECDH-ES+A256KW' | 'RSA-OAEP-256';
}

const invalid = (message: string, cause?: unknown): CognitoException =>
  new CognitoException('InvalidParameterException', message, { cause });

const curves: ReadonlySet<string> = new Set(['P-256', 'P-384', 'P-521', 'X25519']);

// 2,048 bits in base64url.
const shortestModulus = 342;

// A modulus of 16,384 bits has 2,731 characters. The name of the key is in every line.
const longestMember = 4096;

const privateMembers = ['d', 'k', 'p', 'q', 'dp', 'dq', 'qi', 'oth'] as const;

const publicMembers = ['kty', 'crv', 'x', 'y', 'n', 'e', 'kid'] as const;

/** True for a JWK with any member that only its owner should know. */
export const isPrivateKey = (jwk: object): boolean => privateMembers.some((name) => name in jwk);

// With the exponent one, sealed text would be in clear; even exponents cannot be opened.
const isExponent = (given: unknown): boolean => {
  const bytes = Buffer.from(typeof given === 'string' ? given : '', 'base64url');
  const exponent = BigInt(`0x0${bytes.toString('hex')}`);
  return exponent >= 3n && exponent % 2n === 1n;
};

/**
 * The recipient that a JWK (RFC 7517) names: a NIST curve, X25519, or RSA with at least 2,048 bits. Throws
 * InvalidParameterException for any other key, and for a private key.
 */
export const toRecipient = async (given: Readonly<Record<string, unknown>>): Promise<Recipient> => {
  if (isPrivateKey(given)) {
    throw invalid('PublicKey is a private key: keep it where the export will be opened, and give its public part.');
  }
  const { kty, crv, n } = given;
  const isRsa = kty === 'RSA' && typeof n === 'string' && n.length >= shortestModulus;
  const isCurve = (kty === 'EC' || kty === 'OKP') && typeof crv === 'string' && curves.has(crv);
  if (!isRsa && !isCurve) {
    throw invalid('PublicKey must be a JWK of P-256, P-384, P-521 or X25519, or of RSA with 2048 bits or more.');
  }
  const members = publicMembers.flatMap((name) => (name in given ? [[name, given[name]] as const] : []));
  if (members.some(([, value]) => typeof value !== 'string' || value.length > longestMember)) {
    throw invalid('PublicKey is not a valid JWK.');
  }
  if (isRsa && !isExponent(given.e)) throw invalid('PublicKey is not a valid JWK.');
  const key: JWK = Object.fromEntries(members);
  const recipient: Recipient = { key, alg: isRsa ? 'RSA-OAEP-256' : 'ECDH-ES+A256KW' };
  try {
    // For some keys, only sealing shows that they do not work: X25519 points of small order, an even modulus.
    await new CompactEncrypt(new Uint8Array(1))
      .setProtectedHeader({ alg: recipient.alg, enc: 'A256GCM' })
      .encrypt(await importJWK(key, recipient.alg));
  } catch (error) {
    throw invalid('PublicKey is not a valid JWK.', error);
  }
  return recipient;
};
