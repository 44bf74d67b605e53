import type { Result } from '#shared/api/exchange.ts';
import { nothingThere } from '#shared/api/unknown-operation.ts';
import { accountPath } from '#shared/domain/oauth/authorization-request.ts';
import { plainReturn } from '#shared/domain/oauth/authorization-response.ts';
import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import { accountPageSettings } from '#shared/domain/user-pools/account-page.ts';
import { accountName } from '#shared/domain/users/account-name.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { overviewPage } from '#shared/pages/managed/account/overview-page.tsx';
import { isEnough } from '#shared/services/oauth/sso-sessions.ts';
import { findUsableSession } from '../browser-session.ts';
import type { AuthorizationCall } from '../by-authorization-request.ts';
import { expiredPage, leadTo, ownForm } from '../page-forms.ts';
import { pagePath } from '../page-path.ts';
import { findPart, partsOf } from './parts.ts';
import { type AccountPart, answerVisit, type Outcome, pathOf, type Visit } from './visit.ts';

const otherUser = 'Somebody else has signed in in this browser since. Open the account again.';

const showOverview = (visit: Visit): Promise<Result> => {
  const { call, live } = visit;
  const { redirectUri } = call.request;
  return answerVisit(visit, {}, (view) =>
    overviewPage(view, {
      account: accountName(live.user),
      parts: partsOf(visit).map(({ section }) => {
        const path = pathOf(section);
        return { path, address: pagePath(call, `${accountPath}/${path}`) };
      }),
      back: redirectUri === accountPath ? undefined : plainReturn(call.request),
    }),
  );
};

const showPart = (visit: Visit, part: AccountPart, outcome: Outcome = {}): Promise<Result> =>
  answerVisit(visit, outcome, (view) => part.show(visit, view, outcome));

const isResult = (answer: Outcome | Result): answer is Result => 'statusCode' in answer;

const act = async (visit: Visit, part: AccountPart): Promise<Result> => {
  const form = await ownForm(visit.call);
  if (!form) return showPart(visit, part, { wrong: expiredPage });
  if (form.get('sub') !== visit.live.user.sub) return showPart(visit, part, { wrong: otherUser });
  try {
    const outcome = await part.act(visit, form);
    return isResult(outcome) ? outcome : await showPart(visit, part, outcome);
  } catch (error) {
    if (!(error instanceof CognitoException)) throw error;
    const about = form.get('of');
    const typed = part.typed?.(visit, form) ?? {};
    return showPart(visit, part, { wrong: error, typed, ...(about !== undefined && { about }) });
  }
};

// What is delicate asks for a sign-in that is not old and, where the pool says so, for a level of authentication.
const demanding = (call: AuthorizationCall): AuthorizationCall => {
  const { freshMinutes, acrValues } = accountPageSettings(call.app.pool);
  const maxAge = Math.min(freshMinutes * 60, call.request.maxAge ?? Number.POSITIVE_INFINITY);
  const query = new URLSearchParams(call.http.query);
  query.set('max_age', String(maxAge));
  if (acrValues !== undefined) query.set('acr_values', acrValues);
  const request = { ...call.request, maxAge, ...(acrValues !== undefined && { acrValues: acrValues.split(' ') }) };
  return { ...call, request, http: { ...call.http, query: query.toString() } };
};

const leadToSignIn = (call: AuthorizationCall): Promise<Result> => {
  if (call.request.prompts.includes('none')) throw new OAuthError('login_required');
  return leadTo(call, '/login');
};

/** Answers a visit of the account page: GET shows the overview or a part of it, POST does what a form of a part asks for. */
export const answerAccount = async (given: AuthorizationCall): Promise<Result> => {
  // The page has one form, whichever the domain has.
  const call: AuthorizationCall = { ...given, family: 'managed' };
  const live = await findUsableSession(call, []);
  if (!live) return leadToSignIn(given);
  const { path, method } = call.http;
  const visit = { call, live, path };
  if (path === accountPath) return showOverview(visit);
  const part = findPart(visit, path.slice(accountPath.length + 1));
  if (!part) return nothingThere(call.http);
  const asked = part.isDelicate ? demanding(given) : given;
  if (!isEnough(asked.app, asked.request, live)) return leadToSignIn(asked);
  return method === 'POST' ? act(visit, part) : showPart(visit, part);
};
