/**
 * Keys of sessions that the STS of a laptop gives out. Everything is in the session token, so that nothing has to be
 * stored; the secret key follows from the key id.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { randomText, upperCase } from '../identifiers/random-text.ts';

/** What the session token says. */
export interface LocalSession {
  readonly accessKeyId: string;
  /** The ARN of the role. */
  readonly role: string;
  readonly sessionName: string;
  /** The id of the identity. */
  readonly subject: string;
  /** The id of the identity pool. */
  readonly audience: string;
  readonly issuer: string;
  readonly tags: Readonly<Record<string, string>>;
  /** What the session may do at most. */
  readonly policy?: string | undefined;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

const mac = (key: Uint8Array, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** An id for the key of a new session. */
export const newSessionKeyId = (): string => `ASIA${randomText(`${upperCase}234567`, 16)}`;

/** The secret access key that belongs to a key id. */
export const secretOfSession = (key: Uint8Array, accessKeyId: string): string =>
  mac(key, `secret ${accessKeyId}`).toString('base64').slice(0, 40);

/** The session token of a session. */
export const toSessionToken = (key: Uint8Array, session: LocalSession): string => {
  const said = Buffer.from(JSON.stringify({ ...session, salt: randomBytes(6).toString('hex') })).toString('base64url');
  return `${said}.${mac(key, `session ${said}`).toString('base64url')}`;
};

/** What a session token says; undefined for one that was not made with the key, or has expired at `now`. */
export const readSessionToken = (key: Uint8Array, token: string, now: number): LocalSession | undefined => {
  const [said = '', given = ''] = token.split('.');
  const expected = mac(key, `session ${said}`);
  const shown = Buffer.from(given, 'base64url');
  if (shown.length !== expected.length || !timingSafeEqual(shown, expected)) return undefined;
  const session: LocalSession = JSON.parse(Buffer.from(said, 'base64url').toString());
  return now < session.expiresAt ? session : undefined;
};
