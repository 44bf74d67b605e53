import { CognitoException } from '#shared/errors/exception.ts';
import { N, toNumber } from '../srp/verifier.ts';

/** What a device proves its secret against. The device makes it, so that the secret never leaves the device. */
export interface SecretVerifier {
  /** Hex. */
  readonly salt: string;
  readonly verifier: Buffer;
}

const base64 = /^[A-Za-z0-9+/]+={0,2}$/;
const longestVerifier = 385;
const longestSalt = 64;

const decoded = (text: string | undefined, longest: number): Buffer | undefined => {
  const bytes = text !== undefined && base64.test(text) ? Buffer.from(text, 'base64') : undefined;
  return bytes && bytes.length > 0 && bytes.length <= longest ? bytes : undefined;
};

/**
 * The verifier and salt of a ConfirmDevice request, each in base64. Throws InvalidParameterException for anything else.
 */
export const toSecretVerifier = (
  config: { readonly PasswordVerifier?: string | undefined; readonly Salt?: string | undefined } | undefined,
): SecretVerifier => {
  const verifier = decoded(config?.PasswordVerifier, longestVerifier);
  const salt = decoded(config?.Salt, longestSalt);
  const value = verifier ? toNumber(verifier) : 0n;
  // With 0, 1 or N - 1 everybody could make the proof. RFC 5054 section 2.5.4.
  if (!verifier || !salt || value <= 1n || value >= N - 1n) {
    throw new CognitoException('InvalidParameterException', 'Invalid device secret verifier config given.');
  }
  return { salt: salt.toString('hex'), verifier };
};
