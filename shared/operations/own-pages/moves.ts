/** Where a transaction goes from a step, and what a step of a sign-in leads to. */
import type { TransactionStep } from '#shared/domain/oauth/transaction.ts';
import type { ChallengeName } from '#shared/domain/sign-in/sign-in-facts.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { codeContacts } from '#shared/services/codes/code-delivery.ts';
import { mayBeSignedIn, type SignedUp } from '#shared/services/oauth/page-notes.ts';
import { type PageQuestion, questionOf } from '#shared/services/oauth/page-questions.ts';
import { beginAfterSignUp, type PageAnswer } from '#shared/services/oauth/page-sign-in.ts';
import type { TransactionCall } from './transaction-call.ts';

/**
 * What follows an action: the next step, which is yet to be written, with an error where that is why; an address to lead the
 * browser to; or the end, which is written already.
 */
export type Move =
  | { readonly next: TransactionStep; readonly error?: CognitoException }
  | { readonly goTo: string }
  | { readonly ended: true };

/** The move to that step. */
export const to = (next: TransactionStep, error?: CognitoException): Move => ({ next, ...(error && { error }) });

const asked: ReadonlySet<ChallengeName> = new Set([
  'EMAIL_OTP',
  'MFA_SETUP',
  'NEW_PASSWORD_REQUIRED',
  'PASSWORD',
  'SELECT_CHALLENGE',
  'SELECT_MFA_TYPE',
  'SMS_MFA',
  'SMS_OTP',
  'SOFTWARE_TOKEN_MFA',
  'WEB_AUTHN',
]);

const notOnPages = 'This sign-in cannot be continued on a page.';

/** The move to a question. Throws InvalidParameterException for one that pages do not ask. */
export const toQuestion = (question: PageQuestion): Move => {
  if (!asked.has(question.challenge)) throw new CognitoException('InvalidParameterException', notOnPages);
  return to({ step: 'challenge', question });
};

const toConfirm = (call: TransactionCall, username: string, signedUp: SignedUp): Move => {
  if (call.linking) throw new CognitoException('UserNotConfirmedException', 'User is not confirmed.');
  return codeContacts(call.app.pool).length > 0
    ? to({ step: 'confirmSignUp', username, signedUp })
    : to({ step: 'signIn', username, notice: 'waitsForAdministrator' });
};

/** What follows a step of a sign-in: the next question, the confirmation, or the end. */
export const goOn = async (call: TransactionCall, username: string, answer: PageAnswer): Promise<Move> => {
  if ('unconfirmed' in answer) return toConfirm(call, username, answer.unconfirmed);
  if ('response' in answer) return { ended: true };
  return toQuestion(await questionOf(call.app, answer, username));
};

/** Signs in a user whose sign-up was just confirmed. Whatever refuses that, the user is there and can sign in. */
export const signInNow = async (call: TransactionCall, username: string, signedUp: SignedUp): Promise<Move> => {
  if (!mayBeSignedIn(signedUp)) return to({ step: 'signIn', username, notice: 'confirmed' });
  try {
    return await goOn(call, username, await beginAfterSignUp(call, username, signedUp));
  } catch (error) {
    if (!(error instanceof CognitoException)) throw error;
    return to({ step: 'signIn', username }, error);
  }
};
