/** Passkeys that a browser offers on the sign-in page, before it is known who signs in: WebAuthn Level 3, section 5.1.4. */

import { randomBytes } from 'node:crypto';
import { now } from '#shared/config/clock.ts';
import { environment } from '#shared/config/environment.ts';
import { challengeLifetime } from '#shared/domain/app-clients/app-client.ts';
import { requestOptions } from '#shared/domain/passkeys/options.ts';
import { findRelyingParty } from '#shared/domain/passkeys/relying-party.ts';
import { expiredSession } from '#shared/domain/sign-in/session-refusals.ts';
import { newSignInId } from '#shared/domain/sign-in/trail.ts';
import { poolFirstFactors } from '#shared/domain/user-pools/factors.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { sealing } from '../sealing/sealing.ts';

/** What a passkey of the offer signs, and the sign-in that it becomes: by its id it is used once. */
export interface PasskeyOffer {
  /** Base64url. */
  readonly challenge: string;
  readonly signInId: string;
}

interface SealedOffer extends PasskeyOffer {
  readonly clientId: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

const isOffer = (value: unknown): value is SealedOffer =>
  typeof value === 'object' && value !== null && 'challenge' in value && 'signInId' in value && 'expiresAt' in value;

const challengeBytes = 32;

/**
 * An offer for the sign-in page: the options for the browser as JSON, and what the form brings back. Undefined where
 * users do not begin with passkeys. Nothing is stored for it.
 */
export const newPasskeyOffer = async ({
  pool,
  client,
}: ClientRecord): Promise<{ readonly options: string; readonly offer: string } | undefined> => {
  const relyingParty = findRelyingParty(pool, environment().issuerOrigin);
  if (!relyingParty || !poolFirstFactors(pool).includes('WEB_AUTHN')) return undefined;
  const challenge = randomBytes(challengeBytes).toString('base64url');
  const timeoutMs = challengeLifetime(client) * 1000;
  const sealed: SealedOffer = {
    challenge,
    signInId: newSignInId(now()),
    clientId: client.id,
    expiresAt: now() + timeoutMs,
  };
  const bytes = (await sealing().general(pool)).seal('passkey offer', JSON.stringify(sealed));
  const options = requestOptions({ relyingParty, challenge, passkeys: [], timeoutMs });
  return { options: JSON.stringify(options), offer: bytes.toString('base64url') };
};

/** The offer that a form brings back. Throws NotAuthorizedException for one of another client, and after its time. */
export const openPasskeyOffer = async ({ pool, client }: ClientRecord, text: string): Promise<PasskeyOffer> => {
  const plain = (await sealing().general(pool)).open('passkey offer', Buffer.from(text, 'base64url'));
  const offer: unknown = plain && JSON.parse(plain.toString());
  if (!isOffer(offer) || offer.clientId !== client.id || offer.expiresAt <= now()) throw expiredSession();
  return { challenge: offer.challenge, signInId: offer.signInId };
};
