/**
 * The sign-in page, in the classic form: GET shows it, POST takes name and password, and then the answers to what the
 * pages after it ask. No rule of sign-in stands here: the state machine of the API decides.
 */
import { hostCookie, setCookie } from '#shared/api/cookies.ts';
import type { Result } from '#shared/api/exchange.ts';
import { formOf } from '#shared/api/form.ts';
import type { HttpRequest } from '#shared/api/json-protocol.ts';
import { newNonce, pageAnswer } from '#shared/api/page-endpoint.ts';
import { findChallenge, toResponses } from '#shared/domain/oauth/page-answers.ts';
import type { Parameters } from '#shared/domain/oauth/parameters.ts';
import { ssoLifetimeMs } from '#shared/domain/oauth/sso-session.ts';
import { poolFirstFactors } from '#shared/domain/user-pools/factors.ts';
import { CognitoException, isException } from '#shared/errors/exception.ts';
import {
  type AuthorizationCall,
  backToApp,
  byAuthorizationRequest,
} from '#shared/operations/by-authorization-request.ts';
import { challengePage, unpackQuestion } from '#shared/pages/challenge-page.ts';
import { loginPage } from '#shared/pages/login-page.ts';
import { isFormToken, isOwnForm, newFormToken } from '#shared/services/oauth/form-tokens.ts';
import { chooseSetUp, type PageQuestion, questionOf, verifySetUp } from '#shared/services/oauth/page-questions.ts';
import { answerOnPage, beginOnPage, type PageAnswer } from '#shared/services/oauth/page-sign-in.ts';
import { ssoCookie } from '#shared/services/oauth/sso-sessions.ts';

// The name that scripts read: the cookie has the value of the hidden field.
const tokenCookie = 'XSRF-TOKEN';

const tokenFor = async ({ http, app: { pool } }: AuthorizationCall): Promise<string> => {
  const known = http.cookies.get(tokenCookie);
  return known !== undefined && (await isFormToken(pool, known)) ? known : newFormToken(pool);
};

const formPage = async (call: AuthorizationCall, error: string | undefined) => ({
  nonce: newNonce(),
  action: `/login?${call.http.query}`,
  formToken: await tokenFor(call),
  error,
});

const withToken = (http: HttpRequest, token: string) => ({ cookies: [setCookie(http, tokenCookie, token)] });

const showLogin = async (call: AuthorizationCall, username = '', error?: string): Promise<Result> => {
  const page = await formPage(call, error);
  const { pool } = call.app;
  const [nameLabel = 'Username'] = (pool.settings.UsernameAttributes ?? []).map((name) =>
    name === 'email' ? 'Email' : 'Phone number',
  );
  const offersChoice = poolFirstFactors(pool).length > 1;
  const answer = loginPage({ ...page, username, nameLabel, offersChoice });
  return pageAnswer(answer, withToken(call.http, page.formToken));
};

const showQuestion = async (call: AuthorizationCall, question: PageQuestion, error?: string): Promise<Result> => {
  const page = await formPage(call, error);
  const answer = challengePage({ ...page, question });
  if (!answer) return showLogin(call, question.username, 'This sign-in cannot be continued on a page.');
  return pageAnswer(answer, withToken(call.http, page.formToken));
};

const goOn = async (call: AuthorizationCall, username: string, answer: PageAnswer): Promise<Result> => {
  if (!('response' in answer)) return showQuestion(call, await questionOf(call.app, answer, username));
  const { http, app } = call;
  const name = hostCookie(http, ssoCookie(app.pool));
  return backToApp(answer.response, [setCookie(http, name, answer.cookie, { maxAge: ssoLifetimeMs / 1000 })]);
};

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

const begin = async (call: AuthorizationCall, form: Parameters): Promise<Result> => {
  const username = (form.get('username') ?? '').trim();
  const password = form.get('otherWay') === undefined ? { PASSWORD: form.get('password') ?? '' } : {};
  try {
    return await goOn(call, username, await beginOnPage(call, { USERNAME: username, ...password }));
  } catch (error) {
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

const answer = async (call: AuthorizationCall, question: PageQuestion, form: Parameters): Promise<Result> => {
  try {
    return await give(call, question, form);
  } catch (error) {
    if (isException(error, ...repeatable)) return showQuestion(call, question, error.message);
    if (!(error instanceof CognitoException)) throw error;
    return showLogin(call, question.username, error.message);
  }
};

// Browsers say where a form was posted from; other clients say nothing. RFC 9700 section 4.7.
const isFromElsewhere = ({ headers }: HttpRequest): boolean => {
  const { origin, 'sec-fetch-site': site = 'same-origin', host = '' } = headers;
  if (origin !== undefined && URL.parse(origin)?.host !== host) return true;
  return site !== 'same-origin' && site !== 'none';
};

const expired = 'The page has expired. Please sign in again.';

const take = async (call: AuthorizationCall): Promise<Result> => {
  const { http, app } = call;
  const form = formOf(http);
  const isOwn = await isOwnForm(app.pool, form.get('_csrf'), http.cookies.get(tokenCookie));
  if (!isOwn || isFromElsewhere(http)) return showLogin(call, undefined, expired);
  const packed = form.get('question');
  if (packed === undefined) return begin(call, form);
  const question = questionIn(packed);
  return question ? answer(call, question, form) : showLogin(call, undefined, expired);
};

export const handler = byAuthorizationRequest('login', (call) =>
  call.http.method === 'POST' ? take(call) : showLogin(call, call.request.loginHint),
);
