/** Proof Key for Code Exchange, RFC 7636, by S256 alone. */
import { createHash, timingSafeEqual } from 'node:crypto';

const challengeForm = /^[A-Za-z0-9_-]{43}$/;
const verifierForm = /^[A-Za-z0-9._~-]{43,128}$/;

/** True for a challenge that some verifier can have: the SHA-256 in base64url. */
export const isChallenge = (text: string): boolean => challengeForm.test(text);

/** True where the challenge was made from the verifier. Takes equally long wherever they differ. */
export const isVerified = (challenge: string, verifier: string | undefined): boolean => {
  if (verifier === undefined || !verifierForm.test(verifier)) return false;
  const made = createHash('sha256').update(verifier).digest();
  const given = Buffer.from(challenge, 'base64url');
  return made.length === given.length && timingSafeEqual(made, given);
};
