/** Tokens in notifications by which users say whether a sign-in was theirs. */
import { now } from '#shared/config/clock.ts';
import type { EventFeedback } from '#shared/domain/risk/auth-event.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { sealing } from '../sealing/sealing.ts';

/** Whose event a token is about. */
export interface FeedbackToken {
  readonly userKey: string;
  readonly sub: string;
  readonly eventId: string;
  /** What the token says; undefined where whoever brings it says so. */
  readonly value?: EventFeedback['value'];
}

interface SealedToken extends FeedbackToken {
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** Who reads a mail later than that asks an administrator. */
const lifetimeMs = 7 * 86_400_000;

const isToken = (value: unknown): value is SealedToken =>
  typeof value === 'object' && value !== null && 'eventId' in value && 'userKey' in value && 'expiresAt' in value;

/** The token for an event of a user. */
export const sealFeedbackToken = async (pool: UserPool, token: FeedbackToken): Promise<string> => {
  const sealed: SealedToken = { ...token, expiresAt: now() + lifetimeMs };
  return (await sealing().general(pool))
    .seal('event feedback', Buffer.from(JSON.stringify(sealed)))
    .toString('base64url');
};

/** The exception for a token that is not ours, has expired, is of another event, or was used. */
export const invalidFeedbackToken = (): CognitoException =>
  new CognitoException('NotAuthorizedException', 'Invalid feedback token.');

/** What a token is about. Throws NotAuthorizedException. */
export const openFeedbackToken = async (pool: UserPool, text: string): Promise<FeedbackToken> => {
  const plain = (await sealing().general(pool)).open('event feedback', Buffer.from(text, 'base64url'));
  const token: unknown = plain && JSON.parse(plain.toString());
  if (!isToken(token) || token.expiresAt <= now()) throw invalidFeedbackToken();
  return token;
};
