/**
 * The sign-in page, in the classic form: GET shows it, POST takes name and password, and then the answers to what the
 * pages after it ask. No rule of sign-in stands here: the state machine of the API decides.
 */
import type { Result } from '#shared/api/exchange.ts';
import { attributeField, findChallenge, toResponses } from '#shared/domain/oauth/page-answers.ts';
import type { Parameters } from '#shared/domain/oauth/parameters.ts';
import { canRecover } from '#shared/domain/user-pools/settings.ts';
import { CognitoException, isException } from '#shared/errors/exception.ts';
import { type AuthorizationCall, byAuthorizationRequest } from '#shared/operations/by-authorization-request.ts';
import { leadTo, ownForm, usernameIn } from '#shared/operations/page-forms.ts';
import {
  goOn,
  offersOtherWays,
  showLogin,
  showQuestion,
  showStart,
  signInAs,
  type Typed,
} from '#shared/operations/sign-in-pages.ts';
import { unpackQuestion } from '#shared/pages/question.ts';
import { codeContacts } from '#shared/services/codes/code-delivery.ts';
import { chooseSetUp, type PageQuestion, verifySetUp } from '#shared/services/oauth/page-questions.ts';
import { answerOnPage, beginOnPage } from '#shared/services/oauth/page-sign-in.ts';

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

// What the user has to do first has a page of its own.
const elsewhere = ({ app: { pool } }: AuthorizationCall, error: unknown): string | undefined => {
  if (isException(error, 'UserNotConfirmedException')) return codeContacts(pool).length > 0 ? '/confirm' : undefined;
  return isException(error, 'PasswordResetRequiredException') && canRecover(pool) ? '/forgotPassword' : undefined;
};

const noOtherWay = 'Sign in with your password.';

const begin = async (call: AuthorizationCall, form: Parameters): Promise<Result> => {
  const username = usernameIn(form);
  const isOtherWay = form.get('otherWay') !== undefined;
  if (isOtherWay && !offersOtherWays(call)) return showLogin(call, username, noOtherWay);
  const password = isOtherWay ? {} : { PASSWORD: form.get('password') ?? '' };
  try {
    return await goOn(call, username, await beginOnPage(call, { USERNAME: username, ...password }));
  } catch (error) {
    const other = elsewhere(call, error);
    if (other) return leadTo(call, other, { username });
    if (!(error instanceof CognitoException)) throw error;
    return showLogin(call, username, error.message);
  }
};

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
    if (isException(error, ...repeatable)) return showQuestion(call, question, error.message, typedIn(form, question));
    if (!(error instanceof CognitoException)) throw error;
    return showLogin(call, question.username, error.message);
  }
};

const expired = 'The page has expired. Please sign in again.';

const take = async (call: AuthorizationCall): Promise<Result> => {
  const form = await ownForm(call);
  if (!form) return showStart(call, expired);
  if (form.get('differentUser') !== undefined) return showLogin(call, call.request.loginHint);
  const sub = form.get('signInAs');
  if (sub !== undefined) return signInAs(call, sub);
  const packed = form.get('question');
  if (packed === undefined) return begin(call, form);
  const question = questionIn(packed);
  return question ? answer(call, question, form) : showLogin(call, undefined, expired);
};

export const handler = byAuthorizationRequest('login', (call) =>
  call.http.method === 'POST' ? take(call) : showStart(call),
);
