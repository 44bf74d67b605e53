/** Answers to the challenges of a sign-in on pages. No rule of sign-in stands here: the state machine of the API decides. */
import { toResponses } from '#shared/domain/oauth/page-answers.ts';
import type { Parameters } from '#shared/domain/oauth/parameters.ts';
import { isException } from '#shared/errors/exception.ts';
import { chooseSetUp, type PageQuestion, verifySetUp } from './page-questions.ts';
import { answerOnPage, type PageAnswer, type PageRequest } from './page-sign-in.ts';

const repeatable = [
  'AliasExistsException',
  'CodeMismatchException',
  'EnableSoftwareTokenMFAException',
  'ExpiredCodeException',
  'InvalidParameterException',
  'InvalidPasswordException',
  'PasswordHistoryPolicyViolationException',
] as const;

/** True for a refusal after which the same question can be answered again. */
export const isRepeatable = (error: unknown) => isException(error, ...repeatable);

/**
 * What follows the answer to a question, whose fields have the names of Cognito's pages: the set-up that was chosen, or what
 * the sign-in does next. Throws the exceptions of RespondToAuthChallenge.
 */
export const answerTo = async (
  page: PageRequest,
  question: PageQuestion,
  form: Parameters,
): Promise<PageQuestion | PageAnswer> => {
  const { challenge, username, session, choices } = question;
  const chosen = form.get('answer');
  const isSetUp = challenge === 'MFA_SETUP';
  if (isSetUp && chosen !== undefined && choices.includes(chosen)) return chooseSetUp(page.app, question, chosen);
  const code = isSetUp ? form.get('authentication_code') : undefined;
  const until = code === undefined ? session : await verifySetUp(page.app, question, code);
  return answerOnPage(page, challenge, until, toResponses(challenge, username, form, choices));
};
