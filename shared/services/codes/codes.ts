/**
 * One-time codes, of six digits by default. They are stored as digests, used up by a conditional write, and may be
 * tried only a limited number of times.
 */
import { createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { now } from '#shared/config/clock.ts';
import { codeRepository } from '#shared/data/codes/code-repository.ts';
import { messageCountRepository } from '#shared/data/messages/message-count-repository.ts';
import { table } from '#shared/data/table.ts';
import type { Write } from '#shared/data/write.ts';
import type { Code, CodePurpose } from '#shared/domain/codes/code.ts';
import { type CodeKind, type ContactAttribute, codeSettings } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { User } from '#shared/domain/users/user.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { limitExceeded, messagesAnHour } from '../messages/message-limits.ts';
import { sealing } from '../sealing/sealing.ts';

const hourMs = 3_600_000;

// The length of SHA-256.
const digestBytes = 32;

const usualLength = 6;

const kinds: Readonly<Record<CodePurpose, CodeKind>> = {
  SIGN_UP: 'verification',
  FORGOT_PASSWORD: 'recovery',
  VERIFY_EMAIL: 'verification',
  VERIFY_PHONE_NUMBER: 'verification',
};

const lifetimeMs = (pool: UserPool, purpose: CodePurpose): number => codeSettings(pool, kinds[purpose]).lifetimeMs;

/** So many random digits. */
export const randomDigits = (length: number): string =>
  randomInt(0, 10 ** length)
    .toString()
    .padStart(length, '0');

/** How often each action may be tried for one user in an hour. */
const triesAnHour = {
  ConfirmForgotPassword: 10,
  ConfirmSignUp: 15,
  ChangePassword: 5,
  VerifyUserAttribute: 15,
} as const;

/** How many of a user's messages in an hour may come from each action. */
const messagesOfAction = {
  ForgotPassword: 10,
  ResendConfirmationCode: 5,
  GetUserAttributeVerificationCode: 5,
  SendAuthenticationCode: messagesAnHour,
} as const;

type SendingAction = keyof typeof messagesOfAction;

export type LimitedAction = keyof typeof triesAnHour | SendingAction;

const isSending = (action: LimitedAction): action is SendingAction => action in messagesOfAction;

/** The purpose of a code that verifies this contact attribute. */
export const verificationOf = (attribute: ContactAttribute): CodePurpose =>
  attribute === 'email' ? 'VERIFY_EMAIL' : 'VERIFY_PHONE_NUMBER';

/** A code to send, and the write that makes it valid. */
export interface IssuedCode {
  readonly code: string;
  readonly write: Write;
}

export const mismatch = (): CognitoException =>
  new CognitoException('CodeMismatchException', 'Invalid verification code provided, please try again.');

export const expired = (): CognitoException =>
  new CognitoException('ExpiredCodeException', 'Invalid code provided, please request a code again.');

const digest = async (pool: UserPool, sub: string, purpose: CodePurpose, code: string): Promise<Buffer> => {
  const key = (await sealing().general(pool)).key('codes');
  return createHmac('sha256', key).update(`${purpose} ${sub} ${code}`).digest();
};

export const issueCode = async (
  pool: UserPool,
  { userKey, user }: { readonly userKey: string; readonly user: Pick<User, 'sub'> },
  purpose: CodePurpose,
  { attribute, destination }: { readonly attribute: ContactAttribute; readonly destination: string },
): Promise<IssuedCode> => {
  const code = randomDigits(codeSettings(pool, kinds[purpose]).length ?? usualLength);
  const kept: Code = {
    purpose,
    digest: await digest(pool, user.sub, purpose, code),
    sub: user.sub,
    attribute,
    destination,
    expiresAt: now() + lifetimeMs(pool, purpose),
  };
  return { code, write: codeRepository().put(pool.id, userKey, kept) };
};

/** The write of a code that nobody is told and that no guess can match. */
export const pretendCode = (
  pool: UserPool,
  { userKey, user }: { readonly userKey: string; readonly user: Pick<User, 'sub'> },
  purpose: CodePurpose,
  attribute: ContactAttribute,
): Write =>
  codeRepository().put(pool.id, userKey, {
    purpose,
    digest: randomBytes(digestBytes),
    sub: user.sub,
    attribute,
    destination: '',
    expiresAt: now() + lifetimeMs(pool, purpose),
  });

/**
 * The write that uses up the code. It has to go with what the code is for. Throws CodeMismatchException for a wrong
 * code, and ExpiredCodeException for one that expired or was never sent. With `hides`, only the right code is told to
 * be expired, and every other code is called wrong.
 */
export const redeemCode = async (
  pool: UserPool,
  { userKey, codes: kept }: { readonly userKey: string; readonly codes: readonly Code[] },
  purpose: CodePurpose,
  given: string,
  hides = false,
): Promise<{ readonly code: Code; readonly write: Write }> => {
  const code = kept.find((candidate) => candidate.purpose === purpose);
  const isOver = !code || code.expiresAt <= now();
  if (isOver && !hides) throw expired();
  // Where no code was sent, the guess is compared with a digest that no guess can match.
  const { digest: right, sub } = code ?? { digest: randomBytes(digestBytes), sub: '' };
  if (!timingSafeEqual(right, await digest(pool, sub, purpose, given)) || !code) throw mismatch();
  if (isOver) throw expired();
  return { code, write: codeRepository().consume(pool.id, userKey, code, expired) };
};

/** The write that makes a code of that purpose invalid, where there is one. */
export const withdrawCode = (
  pool: UserPool,
  { userKey, codes: kept }: { readonly userKey: string; readonly codes: readonly Code[] },
  purpose: CodePurpose,
): Write[] =>
  kept.some((candidate) => candidate.purpose === purpose) ? [codeRepository().remove(pool.id, userKey, purpose)] : [];

/**
 * Counts a try before anything is checked. Where the action sends a message, it counts among the user's messages.
 * Throws LimitExceededException.
 */
export const countTry = async (pool: UserPool, userKey: string, action: LimitedAction): Promise<void> => {
  if (isSending(action)) {
    const more = { now: now(), messages: 1, most: messagesAnHour, refused: limitExceeded };
    const own = { name: action, most: messagesOfAction[action] };
    await table().write([messageCountRepository().ofUser(pool.id, userKey, more, own)]);
    return;
  }
  const limit = { now: now(), max: triesAnHour[action], windowMs: hourMs };
  if (!(await codeRepository().countTry(pool.id, userKey, action, limit))) throw limitExceeded();
};
