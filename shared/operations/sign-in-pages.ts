/** The pages of a sign-in, from the first one to the app. */
import type { Result } from '#shared/api/exchange.ts';
import { accountQuestionPath } from '#shared/domain/federation/pending-account.ts';
import { poolFirstFactors } from '#shared/domain/user-pools/factors.ts';
import { canRecover, passwordPolicy } from '#shared/domain/user-pools/settings.ts';
import { accountName } from '#shared/domain/users/account-name.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { packQuestion } from '#shared/pages/question.ts';
import { codeContacts } from '#shared/services/codes/code-delivery.ts';
import { offeredProviders, signsInHere } from '#shared/services/federation/offered-providers.ts';
import type { Pending } from '#shared/services/federation/pending-accounts.ts';
import type { SignedUp } from '#shared/services/oauth/page-notes.ts';
import { type PageQuestion, questionOf } from '#shared/services/oauth/page-questions.ts';
import type { PageAnswer } from '#shared/services/oauth/page-sign-in.ts';
import { newPasskeyOffer } from '#shared/services/oauth/passkey-offers.ts';
import type { LiveSession } from '#shared/services/oauth/sso-sessions.ts';
import { takesSignUps } from '#shared/services/sign-up/registration.ts';
import { answerBySession, findUsableSession } from './browser-session.ts';
import type { AuthorizationCall } from './by-authorization-request.ts';
import { pagesOf } from './page-dress.ts';
import { formAnswer, formFor, leadTo, nameLabelOf, noteOf, type Typed, type Wrong, withoutNote } from './page-forms.ts';
import { pagePath } from './page-path.ts';
import { shownAccount } from './shown-account.ts';
import { toApp } from './signed-in.ts';

const path = '/login';

/** Where the second step of managed login is: the password. */
export const passwordPath = '/verifyPassword';

const sessionOver = 'Your session is over. Please sign in again.';
const otherAccount = 'Somebody else has signed in in this browser since. Please choose again.';

/** True where users can begin without a password. On classic pages that is beyond Cognito: strict pools have it not. */
export const offersOtherWays = ({ app: { pool }, family }: AuthorizationCall): boolean =>
  (family === 'managed' || !pool.strict) && poolFirstFactors(pool).length > 1;

const forgotPasswordOf = (call: AuthorizationCall): string | undefined =>
  canRecover(call.app.pool) ? pagePath(call, '/forgotPassword') : undefined;

/** The page that asks for the account that somebody may have here, who comes through a provider. It says of nobody whether there is one. */
const showLinkAccount = async (
  call: AuthorizationCall,
  { account }: Pending,
  username: string,
  error: Wrong | undefined,
): Promise<Result> => {
  const form = await formFor(call, accountQuestionPath, error);
  const page = (await pagesOf(call)).linkAccount({
    ...form,
    provider: (await offeredProviders(call.app)).find(({ name }) => name === account.providerName)?.label ?? '',
    account: shownAccount(account),
    username,
    nameLabel: nameLabelOf(call.app.pool),
    offersChoice: offersOtherWays(call),
    forgotPassword: forgotPasswordOf(call),
  });
  return formAnswer(call, form, page);
};

/** The page that asks for name and password. */
export const showLogin = async (call: AuthorizationCall, username = '', error?: Wrong): Promise<Result> => {
  if (call.linking) return showLinkAccount(call, call.linking, username, error);
  const { pool } = call.app;
  const form = await formFor(call, path, error);
  const factors = poolFirstFactors(pool);
  const takesNames = signsInHere(call.app);
  const note = error === undefined ? await noteOf(call) : undefined;
  const notice = note?.notice;
  const passkeys = call.family === 'managed' ? await newPasskeyOffer(call.app) : undefined;
  const page = (await pagesOf(call)).login({
    ...form,
    username: username || (notice === undefined ? '' : (note?.username ?? '')),
    notice,
    passkeyOptions: passkeys?.options,
    passkeyOffer: passkeys?.offer,
    nameLabel: nameLabelOf(pool),
    offersChoice: offersOtherWays(call),
    factors,
    providers: await offeredProviders(call.app),
    takesNames,
    signUp: takesNames && takesSignUps(pool) ? pagePath(call, '/signup') : undefined,
    forgotPassword: takesNames ? forgotPasswordOf(call) : undefined,
  });
  const answer = await formAnswer(call, form, page);
  // It is said once.
  return notice === undefined ? answer : { ...answer, cookies: [...(answer.cookies ?? []), withoutNote(call)] };
};

const showAccount = async (call: AuthorizationCall, { user }: LiveSession, error?: Wrong): Promise<Result> => {
  const form = await formFor(call, path, error);
  return formAnswer(call, form, (await pagesOf(call)).account({ ...form, account: accountName(user), sub: user.sub }));
};

/** The page that a visit meets: the choice of account where the browser has a session that is enough. */
export const showStart = async (call: AuthorizationCall, error?: Wrong): Promise<Result> => {
  const live = await findUsableSession(call, ['login']);
  return live ? showAccount(call, live, error) : showLogin(call, call.request.loginHint, error);
};

/**
 * Goes on as the user of the browser's session, whom the page named. Where somebody else has signed in since, the page
 * is shown again: nobody is taken for another user without noticing.
 */
export const signInAs = async (call: AuthorizationCall, sub: string): Promise<Result> => {
  const live = await findUsableSession(call, ['login']);
  if (!live) return showLogin(call, call.request.loginHint, sessionOver);
  return live.user.sub === sub ? answerBySession(call, live) : showAccount(call, live, otherAccount);
};

/** The page that asks for the password of the name that was given before. Without a name, the first page. */
export const showPassword = async (call: AuthorizationCall, typed?: string, error?: Wrong): Promise<Result> => {
  const username = typed || (await noteOf(call))?.username;
  const { password } = await pagesOf(call);
  if (!password || username === undefined) return leadTo(call, path);
  const form = await formFor(call, passwordPath, error);
  const otherAccount = pagePath(call, path);
  return formAnswer(call, form, password({ ...form, username, forgotPassword: forgotPasswordOf(call), otherAccount }));
};

/** The page that asks a challenge, with what was typed before. */
export const showQuestion = async (
  call: AuthorizationCall,
  question: PageQuestion,
  error?: Wrong,
  typed: Typed = {},
): Promise<Result> => {
  const form = await formFor(call, call.linking ? accountQuestionPath : path, error);
  const rules = passwordPolicy(call.app.pool);
  const page = (await pagesOf(call)).challenge({ ...form, question, typed, rules });
  if (!page) return showLogin(call, question.username, 'This sign-in cannot be continued on a page.');
  return formAnswer(call, form, page, { challenge: question.challenge, question: packQuestion(question) });
};

/** What people are told whose address no code confirms. */
export const confirmedByOthers = 'An administrator has to confirm your account before you can sign in.';

// Whoever confirms next in this browser is signed in at once.
const toConfirm = (call: AuthorizationCall, username: string, signedUp: SignedUp): Promise<Result> =>
  codeContacts(call.app.pool).length > 0
    ? leadTo(call, '/confirm', { username, signedUp })
    : showLogin(call, username, confirmedByOthers);

const notConfirmed = (): CognitoException =>
  new CognitoException('UserNotConfirmedException', 'User is not confirmed.');

/** What follows a step of a sign-in: the next question, or the way back to the app, with a session. */
export const goOn = async (call: AuthorizationCall, username: string, answer: PageAnswer): Promise<Result> => {
  const { app } = call;
  if ('unconfirmed' in answer && call.linking) return showLogin(call, username, notConfirmed());
  if ('unconfirmed' in answer) return toConfirm(call, username, answer.unconfirmed);
  if (!('response' in answer)) return showQuestion(call, await questionOf(app, answer, username));
  return toApp(call, answer);
};
