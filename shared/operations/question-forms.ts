/** Answers to the challenges that pages ask. No rule of sign-in stands here: the state machine of the API decides. */
import type { Result } from '#shared/api/exchange.ts';
import { attributeField, findChallenge, toResponses } from '#shared/domain/oauth/page-answers.ts';
import type { Parameters } from '#shared/domain/oauth/parameters.ts';
import { CognitoException, isException } from '#shared/errors/exception.ts';
import { unpackQuestion } from '#shared/pages/question.ts';
import { chooseSetUp, type PageQuestion, verifySetUp } from '#shared/services/oauth/page-questions.ts';
import { answerOnPage } from '#shared/services/oauth/page-sign-in.ts';
import type { AuthorizationCall } from './by-authorization-request.ts';
import type { Typed } from './page-forms.ts';
import { goOn, showLogin, showQuestion } from './sign-in-pages.ts';

// After these, the same question can be answered again.
const repeatable = [
  'AliasExistsException',
  'CodeMismatchException',
  'EnableSoftwareTokenMFAException',
  'ExpiredCodeException',
  'InvalidParameterException',
  'InvalidPasswordException',
  'PasswordHistoryPolicyViolationException',
] as const;

const give = async (call: AuthorizationCall, question: PageQuestion, form: Parameters): Promise<Result> => {
  const { challenge, username, session, choices } = question;
  const chosen = form.get('answer');
  const isSetUp = challenge === 'MFA_SETUP';
  if (isSetUp && chosen !== undefined && choices.includes(chosen)) {
    return showQuestion(call, await chooseSetUp(call.app, question, chosen));
  }
  const code = isSetUp ? form.get('authentication_code') : undefined;
  const until = code === undefined ? session : await verifySetUp(call.app, question, code);
  const responses = toResponses(challenge, username, form, choices);
  return goOn(call, username, await answerOnPage(call, challenge, until, responses));
};

const questionIn = (packed: string): PageQuestion | undefined => {
  const question = unpackQuestion(packed);
  const challenge = question && findChallenge(question.challenge);
  return challenge && { ...question, challenge };
};

// Neither passwords nor codes are shown again.
const typedIn = (form: Parameters, { choices }: PageQuestion): Typed =>
  Object.fromEntries(
    ['EMAIL', 'PHONE_NUMBER', ...choices.map(attributeField)].map((name) => [name, form.get(name) ?? '']),
  );

const answer = async (call: AuthorizationCall, question: PageQuestion, form: Parameters): Promise<Result> => {
  try {
    return await give(call, question, form);
  } catch (error) {
    if (isException(error, ...repeatable)) return showQuestion(call, question, error, typedIn(form, question));
    if (!(error instanceof CognitoException)) throw error;
    return showLogin(call, question.username, error);
  }
};

/** What people are told whose form is not of this sign-in any more. */
export const expiredSignIn = 'The page has expired. Please sign in again.';

/** Takes the answer to the question that the form brings back; undefined where it brings none. */
export const answerQuestion = async (call: AuthorizationCall, form: Parameters): Promise<Result | undefined> => {
  const packed = form.get('question');
  if (packed === undefined) return undefined;
  const question = questionIn(packed);
  return question ? answer(call, question, form) : showLogin(call, undefined, expiredSignIn);
};
