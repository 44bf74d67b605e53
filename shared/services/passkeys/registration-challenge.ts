import { now } from '#shared/config/clock.ts';
import { registrationMs } from '#shared/domain/passkeys/options.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { TokenCaller } from '../callers/access-token.ts';
import type { Seal } from '../sealing/create-sealing.ts';

interface Kept {
  readonly sub: string;
  readonly clientId: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

const isKept = (value: unknown): value is Kept =>
  typeof value === 'object' && value !== null && 'sub' in value && 'clientId' in value && 'expiresAt' in value;

/**
 * A challenge that itself says whom it was given to. It is sealed, so that nothing is stored before there is a passkey,
 * and a request that got no answer can be repeated.
 */
export const toRegistrationChallenge = (seal: Seal, { user, client }: TokenCaller): string => {
  const kept: Kept = { sub: user.sub, clientId: client.id, expiresAt: now() + registrationMs };
  return seal.seal('passkey challenge', JSON.stringify(kept)).toString('base64url');
};

/**
 * Throws WebAuthnChallengeNotFoundException for a challenge that this user does not have to answer now,
 * WebAuthnClientMismatchException.
 */
export const assertRegistrationChallenge = (seal: Seal, { user, client }: TokenCaller, challenge: string): void => {
  const plain = seal.open('passkey challenge', Buffer.from(challenge, 'base64url'));
  const kept: unknown = plain && JSON.parse(plain.toString());
  if (!isKept(kept) || kept.sub !== user.sub || kept.expiresAt <= now()) {
    throw new CognitoException('WebAuthnChallengeNotFoundException', 'The challenge is unknown or has expired.');
  }
  if (kept.clientId !== client.id) {
    throw new CognitoException('WebAuthnClientMismatchException', 'The registration was started by another client.');
  }
};
