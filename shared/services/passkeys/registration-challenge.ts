import { now } from '#shared/config/clock.ts';
import { registrationMs } from '#shared/domain/passkeys/options.ts';
import type { Passkey } from '#shared/domain/passkeys/passkey.ts';
import type { User } from '#shared/domain/users/user.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { ClientRecord } from '../directory/directory.ts';
import type { Seal } from '../sealing/create-sealing.ts';

/** Who registers a passkey, and for which app client. */
export interface PasskeyHolder extends ClientRecord {
  readonly userKey: string;
  readonly user: User;
  /** What names the browser, on a page of ours: no other one can answer the challenge, and it can do so once. */
  readonly browser?: string;
}

interface Kept {
  readonly sub: string;
  readonly clientId: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  readonly browser?: string;
}

const isKept = (value: unknown): value is Kept =>
  typeof value === 'object' && value !== null && 'sub' in value && 'clientId' in value && 'expiresAt' in value;

/**
 * A challenge that itself says whom it was given to. It is sealed, so that nothing is stored before there is a passkey,
 * and a request that got no answer can be repeated.
 */
export const toRegistrationChallenge = (seal: Seal, { user, client, browser }: PasskeyHolder): string => {
  const kept: Kept = {
    sub: user.sub,
    clientId: client.id,
    expiresAt: now() + registrationMs,
    ...(browser !== undefined && { browser }),
  };
  return seal.seal('passkey challenge', JSON.stringify(kept)).toString('base64url');
};

const notFound = (): CognitoException =>
  new CognitoException('WebAuthnChallengeNotFoundException', 'The challenge is unknown or has expired.');

/**
 * When the challenge was given, in epoch milliseconds. Throws WebAuthnChallengeNotFoundException for one that this user, or
 * this browser, does not have to answer now, WebAuthnClientMismatchException.
 */
export const assertRegistrationChallenge = (
  seal: Seal,
  { user, client, browser }: PasskeyHolder,
  challenge: string,
): number => {
  const plain = seal.open('passkey challenge', Buffer.from(challenge, 'base64url'));
  const kept: unknown = plain && JSON.parse(plain.toString());
  if (!isKept(kept) || kept.sub !== user.sub || kept.browser !== browser || kept.expiresAt <= now()) throw notFound();
  if (kept.clientId !== client.id) {
    throw new CognitoException('WebAuthnClientMismatchException', 'The registration was started by another client.');
  }
  return kept.expiresAt - registrationMs;
};

/**
 * Throws WebAuthnChallengeNotFoundException where a passkey was made since a page gave the challenge. Clients of the API may
 * use theirs as long as it counts.
 */
export const assertUnused = (
  { browser }: Pick<PasskeyHolder, 'browser'>,
  givenAt: number,
  present: readonly Pick<Passkey, 'createdAt'>[],
): void => {
  if (browser !== undefined && present.some(({ createdAt }) => createdAt > givenAt)) throw notFound();
};
