/**
 * The page that asks somebody who comes through a provider for the account that the person may have here: GET shows it, POST
 * takes a sign-in to that account, which links both, or the wish for a new account. It is met only in the browser that the
 * provider led back, and answered once.
 */
import type { Result } from '#shared/api/exchange.ts';
import type { Parameters } from '#shared/domain/oauth/parameters.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { linkCookie } from '#shared/operations/account-question.ts';
import { type AuthorizationCall, byAuthorizationRequest } from '#shared/operations/by-authorization-request.ts';
import { leadTo, ownForm, usernameIn } from '#shared/operations/page-forms.ts';
import { answerQuestion, expiredSignIn } from '#shared/operations/question-forms.ts';
import { noName, noOtherWay } from '#shared/operations/sign-in-detours.ts';
import { goOn, offersOtherWays, showLogin } from '#shared/operations/sign-in-pages.ts';
import { toApp } from '#shared/operations/signed-in.ts';
import { signInAsNew } from '#shared/services/federation/external-sign-in.ts';
import { signsInHere } from '#shared/services/federation/offered-providers.ts';
import { findPending, type Pending } from '#shared/services/federation/pending-accounts.ts';
import { beginOnPage } from '#shared/services/oauth/page-sign-in.ts';

const begin = async (call: AuthorizationCall, form: Parameters): Promise<Result> => {
  const username = usernameIn(form);
  const isOtherWay = form.get('otherWay') !== undefined;
  if (username === '') return showLogin(call, username, noName);
  if (isOtherWay && !offersOtherWays(call)) return showLogin(call, username, noOtherWay);
  const password = isOtherWay ? {} : { PASSWORD: form.get('password') ?? '' };
  try {
    return await goOn(call, username, await beginOnPage(call, { USERNAME: username, ...password }));
  } catch (error) {
    if (!(error instanceof CognitoException)) throw error;
    return showLogin(call, username, error);
  }
};

const take = async (call: AuthorizationCall, linking: Pending): Promise<Result> => {
  const form = await ownForm(call);
  if (!form) return showLogin(call, undefined, expiredSignIn);
  if (form.get('newAccount') !== undefined) return toApp(call, await signInAsNew(call, linking));
  return (await answerQuestion(call, form)) ?? begin(call, form);
};

export const handler = byAuthorizationRequest('linkAccount', async (asked) => {
  const { http, app } = asked;
  const linking = signsInHere(app) ? await findPending(app, http.cookies.get(linkCookie(asked))) : undefined;
  if (!linking) return leadTo(asked, '/login');
  const call = { ...asked, linking };
  return http.method === 'POST' ? take(call, linking) : showLogin(call);
});
