/**
 * The sign-in page: GET shows it, POST takes name and password, and then the answers to what the pages after it ask. In
 * managed login, name and password may have a page each. No rule of sign-in stands here: the state machine of the API decides.
 */
import type { Result } from '#shared/api/exchange.ts';
import type { Parameters } from '#shared/domain/oauth/parameters.ts';
import { poolFirstFactors } from '#shared/domain/user-pools/factors.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { type AuthorizationCall, byAuthorizationRequest } from '#shared/operations/by-authorization-request.ts';
import { leadToProvider } from '#shared/operations/federated-pages.ts';
import { leadTo, noteOf, ownForm, usernameIn, withNote } from '#shared/operations/page-forms.ts';
import { answerQuestion, expiredSignIn } from '#shared/operations/question-forms.ts';
import { detourAfter, noName, noOtherWay, notHere, providerOfName } from '#shared/operations/sign-in-detours.ts';
import {
  goOn,
  offersOtherWays,
  passwordPath,
  showLogin,
  showPassword,
  showQuestion,
  showStart,
  signInAs,
} from '#shared/operations/sign-in-pages.ts';
import { providerAtOnce } from '#shared/services/federation/asked-provider.ts';
import { signsInHere } from '#shared/services/federation/offered-providers.ts';
import { type PageQuestion, questionOf } from '#shared/services/oauth/page-questions.ts';
import { beginByPasskey, beginOnPage } from '#shared/services/oauth/page-sign-in.ts';

// What the user has to do first has a page of its own.
const elsewhere = { confirm: '/confirm', reset: '/forgotPassword' };

// In managed login, the password may be asked for on a page of its own.
const isNameAlone = ({ family, http }: AuthorizationCall, form: Parameters): boolean =>
  family === 'managed' && http.path !== passwordPath && form.get('password') === undefined;

const asksPassword = ({ challenge, choices }: PageQuestion): boolean =>
  challenge === 'PASSWORD' || (challenge === 'SELECT_CHALLENGE' && choices.every((choice) => choice === 'PASSWORD'));

const byName = async (call: AuthorizationCall, username: string, preferred: string | undefined): Promise<Result> => {
  if (username === '') throw new CognitoException('InvalidParameterException', noName);
  const toPassword = () => leadTo(call, passwordPath, { username });
  if (poolFirstFactors(call.app.pool).length === 1) return toPassword();
  const wanted = preferred === undefined ? {} : { PREFERRED_CHALLENGE: preferred };
  const answer = await beginOnPage(call, { USERNAME: username, ...wanted });
  if (!('ChallengeName' in answer)) return goOn(call, username, answer);
  const question = await questionOf(call.app, answer, username);
  if (asksPassword(question)) return toPassword();
  // A script may go on with the password nevertheless.
  return withNote(call, await showQuestion(call, question), { username });
};

const providerIn = async ({ app }: AuthorizationCall, form: Parameters, username: string) => {
  const named = form.get('identityProvider');
  if (named !== undefined || form.get('password') !== undefined) return named;
  return (await providerOfName(app, username))?.name;
};

// A passkey that the browser offered says whom it is for.
const byPasskey = async (call: AuthorizationCall, offer: string, credential: string): Promise<Result> => {
  const { username, answer } = await beginByPasskey(call, offer, credential);
  return goOn(call, username, answer);
};

const begin = async (call: AuthorizationCall, form: Parameters): Promise<Result> => {
  const isSecondStep = call.http.path === passwordPath;
  const username = usernameIn(form) || (isSecondStep && (await noteOf(call))?.username) || '';
  const provider = await providerIn(call, form, username);
  if (provider !== undefined) return leadToProvider(call, provider);
  if (!signsInHere(call.app)) return showLogin(call, undefined, notHere);
  const isOtherWay = form.get('otherWay') !== undefined;
  if (isOtherWay && !offersOtherWays(call)) return showLogin(call, username, noOtherWay);
  try {
    const [offer, credential] = [form.get('offer'), form.get('credential')];
    if (offer !== undefined && credential !== undefined) return await byPasskey(call, offer, credential);
    if (isNameAlone(call, form)) return await byName(call, username, form.get('preferred'));
    const password = isOtherWay ? {} : { PASSWORD: form.get('password') ?? '' };
    return await goOn(call, username, await beginOnPage(call, { USERNAME: username, ...password }));
  } catch (error) {
    const detour = detourAfter(call.app, error);
    if (detour) return leadTo(call, elsewhere[detour], { username });
    if (!(error instanceof CognitoException)) throw error;
    return isSecondStep ? showPassword(call, username, error) : showLogin(call, username, error);
  }
};

const take = async (call: AuthorizationCall): Promise<Result> => {
  const form = await ownForm(call);
  if (!form) return showStart(call, expiredSignIn);
  if (form.get('differentUser') !== undefined) return showLogin(call, call.request.loginHint);
  const sub = form.get('signInAs');
  if (sub !== undefined) return signInAs(call, sub);
  return (await answerQuestion(call, form)) ?? begin(call, form);
};

const show = async (call: AuthorizationCall): Promise<Result> => {
  if (call.http.path === passwordPath) return showPassword(call);
  const provider = await providerAtOnce(call.app, call.request);
  return provider === undefined ? showStart(call) : leadToProvider(call, provider);
};

export const handler = byAuthorizationRequest('login', (call) =>
  call.http.method === 'POST' ? take(call) : show(call),
);
