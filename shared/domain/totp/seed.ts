import { Secret } from 'otpauth';
import { CognitoException } from '#shared/errors/exception.ts';

const fewestBytes = 10;
const mostBytes = 128;

/** The bytes of a base32 seed; undefined for other text, and for seeds that are too short or too long. */
export const findSeed = (base32: string): Buffer | undefined => {
  if (!/^[A-Z2-7]+=*$/.test(base32)) return undefined;
  const seed = Buffer.from(Secret.fromBase32(base32).bytes);
  return seed.length >= fewestBytes && seed.length <= mostBytes ? seed : undefined;
};

/** The bytes of a base32 seed. Throws InvalidParameterException for other text. */
export const fromSecretCode = (base32: string): Buffer => {
  const seed = findSeed(base32);
  if (!seed) throw new CognitoException('InvalidParameterException', 'The seed of the authenticator app is none.');
  return seed;
};
