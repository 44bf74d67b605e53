import { now } from '#shared/config/clock.ts';
import { challengeLifetime } from '#shared/domain/app-clients/app-client.ts';
import type { ChallengeName } from '#shared/domain/sign-in/next-step.ts';
import { expiredSession, invalidSession } from '#shared/domain/sign-in/session-refusals.ts';
import type { Trail } from '#shared/domain/sign-in/trail.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { sealing } from '../sealing/sealing.ts';

/** A code that was sent, in the form that its Session carries. */
export interface SentCode {
  /** Base64 of the HMAC of the code and its destination. */
  readonly digest: string;
  /** An address that is not the user's yet, but becomes so by MFA_SETUP. */
  readonly destination?: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** What the answer to a challenge is compared with, where it is not in the store. */
export interface Carried {
  /** SMS_MFA, EMAIL_OTP, SMS_OTP. */
  readonly code?: SentCode;
  /** MFA_SETUP: the seed that AssociateSoftwareToken gave, in base64, and whether a code has proved it. */
  readonly softwareToken?: { readonly seed: string; readonly isVerified?: true };
  /** WEB_AUTHN: base64url. */
  readonly webAuthn?: { readonly challenge: string };
  /** CUSTOM_CHALLENGE: the round of the stored sign-in. */
  readonly round?: number;
}

/** What a Session waits for: the answer to a challenge, the code of a sign-up, or the sign-in after a sign-up. */
export type Awaited = ChallengeName | 'SIGN_UP' | 'SIGNED_UP';

/** The content of a Session: whose sign-in it is, and what it waits for. */
export interface ChallengeSession extends Trail {
  readonly challenge: Awaited;
  readonly userKey: string;
  /** Empty where there is no such user. */
  readonly sub: string;
  /**
   * The user's count of global sign-outs, in pools where a change of the password ends sessions. Absent while it is 0.
   */
  readonly signOuts?: number;
  /** True for what a page asked. The API takes no answer to that, nor a page to what the API asked: one sign-in, one end. */
  readonly page?: true;
  readonly carried: Carried;
}

/** A Session that was opened. */
export interface OpenedSession extends ChallengeSession {
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

interface SealedSession extends OpenedSession {
  readonly clientId: string;
}

const isSession = (value: unknown): value is SealedSession =>
  typeof value === 'object' && value !== null && 'signInId' in value && 'proved' in value && 'expiresAt' in value;

// The length of a Session must not tell what is in it, least of all before anything was proved. The smallest size has
// room for the longest username and an address of ordinary length. The API allows 2,048 characters.
const sizes = [1088, 1472];

const filledUp = (text: string): Buffer => {
  const bytes = Buffer.from(text);
  const size = sizes.find((fitting) => bytes.length <= fitting);
  if (size === undefined) throw new CognitoException('InvalidParameterException', 'The sign-in carries too much.');
  return Buffer.concat([bytes, Buffer.alloc(size - bytes.length, ' ')]);
};

// Some operations get only a Session and nothing that says whose it is. So the app client's id stands before it in
// clear.
const separator = '.';

/**
 * The app client that a Session names; undefined where it names none. Only `open` checks that the Session is that
 * client's.
 */
export const clientNamedBy = (session: string): string | undefined => /^([a-z0-9]{1,128})\./.exec(session)?.[1];

/** A new Session. It expires after the time that the client allows, unless `expiresAt` says when. */
export const sealSession = async (
  { pool, client }: ClientRecord,
  session: ChallengeSession,
  expiresAt = now() + challengeLifetime(client) * 1000,
): Promise<string> => {
  const sealed: SealedSession = { ...session, clientId: client.id, expiresAt };
  const bytes = (await sealing().general(pool)).seal('session', filledUp(JSON.stringify(sealed)));
  return `${client.id}${separator}${bytes.toString('base64url')}`;
};

/** The exception for an answer without the Session that it needs. */
export const missingSession = (): CognitoException =>
  new CognitoException('InvalidParameterException', 'Missing required parameter Session');

export const openSession = async (
  { pool, client }: ClientRecord,
  text: string | undefined,
  challenge: Awaited,
): Promise<OpenedSession> => {
  if (text === undefined) throw missingSession();
  const bytes = Buffer.from(text.slice(text.indexOf(separator) + 1), 'base64url');
  const plain = (await sealing().general(pool)).open('session', bytes);
  const session: unknown = plain && JSON.parse(plain.toString());
  if (!isSession(session)) throw new CognitoException('CodeMismatchException', 'Invalid session provided');
  if (session.clientId !== client.id || session.challenge !== challenge) throw invalidSession();
  if (session.expiresAt <= now()) throw expiredSession();
  return session;
};
