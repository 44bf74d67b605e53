/**
 * The page on which a user of managed login adds a passkey: GET shows it, POST takes what the browser made. It needs the
 * session of the pages; without one, it leads to sign-in, which comes back. Its rules are those of StartWebAuthnRegistration
 * and CompleteWebAuthnRegistration.
 */
import type { Result } from '#shared/api/exchange.ts';
import type { HttpRequest } from '#shared/api/json-protocol.ts';
import { pageAnswer, pageEndpoint } from '#shared/api/page-endpoint.ts';
import { plainReturn } from '#shared/domain/oauth/authorization-response.ts';
import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import { type Parameters, parseParameters } from '#shared/domain/oauth/parameters.ts';
import { poolFirstFactors } from '#shared/domain/user-pools/factors.ts';
import { CognitoException, isException } from '#shared/errors/exception.ts';
import { findUsableSession } from '#shared/operations/browser-session.ts';
import { type AuthorizationCall, answerAuthorization } from '#shared/operations/by-authorization-request.ts';
import { pagesOf, plainAnswer } from '#shared/operations/page-dress.ts';
import { expiredPage, formAnswer, formFor, leadTo, ownForm, type Wrong } from '#shared/operations/page-forms.ts';
import { errorPage } from '#shared/pages/error-page.tsx';
import { errorPage as managedErrorPage } from '#shared/pages/managed/plain-pages.tsx';
import type { FormPage } from '#shared/pages/page.ts';
import type { LiveSession } from '#shared/services/oauth/sso-sessions.ts';
import { parseCredential } from '#shared/services/passkeys/credentials.ts';
import {
  completePasskeyRegistration,
  startPasskeyRegistration,
} from '#shared/services/passkeys/passkey-registration.ts';
import type { PasskeyHolder } from '#shared/services/passkeys/registration-challenge.ts';

const path = '/passkeys/add';
const overtaken = ['WebAuthnChallengeNotFoundException', 'WebAuthnClientMismatchException'] as const;
const notCreated = 'No passkey was created.';

// Classic pages have none, as in Cognito.
const noPage = async (call: AuthorizationCall): Promise<Result> =>
  call.family === 'managed'
    ? plainAnswer(call, (texts) => managedErrorPage(texts, 'invalid_request'), { statusCode: 404 })
    : pageAnswer(errorPage('invalid_request'), { statusCode: 404 });

// The token of forms is what names the browser: the challenge counts with that token alone.
const holderOf = ({ app }: AuthorizationCall, live: LiveSession, { formToken }: FormPage): PasskeyHolder => ({
  ...app,
  userKey: live.userKey,
  user: live.user,
  browser: formToken,
});

interface State {
  readonly creation?: string;
  readonly isAdded?: boolean;
}

const answerWith = async (call: AuthorizationCall, form: FormPage, state: State): Promise<Result> => {
  const { addPasskey } = await pagesOf(call);
  if (!addPasskey) return noPage(call);
  const { creation, isAdded = false } = state;
  return formAnswer(call, form, addPasskey({ ...form, creation, isAdded, back: plainReturn(call.request) }));
};

const show = async (call: AuthorizationCall, live: LiveSession, wrong?: Wrong): Promise<Result> => {
  const form = await formFor(call, path, wrong);
  try {
    const options = await startPasskeyRegistration(holderOf(call, live, form));
    return await answerWith(call, form, { creation: JSON.stringify(options) });
  } catch (error) {
    if (!isException(error, 'LimitExceededException')) throw error;
    return answerWith(call, await formFor(call, path, error), {});
  }
};

const add = async (call: AuthorizationCall, live: LiveSession, posted: Parameters): Promise<Result> => {
  const form = await formFor(call, path);
  try {
    const credential = parseCredential(posted.get('credential') ?? '');
    await completePasskeyRegistration(holderOf(call, live, form), credential);
    return await answerWith(call, form, { isAdded: true });
  } catch (error) {
    if (!(error instanceof CognitoException)) throw error;
    return show(call, live, isException(error, ...overtaken) ? expiredPage : notCreated);
  }
};

const answer = async (call: AuthorizationCall): Promise<Result> => {
  const { app, family, http, request } = call;
  if (family !== 'managed' || !poolFirstFactors(app.pool).includes('WEB_AUTHN')) return noPage(call);
  const live = await findUsableSession(call, []);
  if (!live && request.prompts.includes('none')) throw new OAuthError('login_required');
  if (!live) return leadTo(call, '/login');
  if (http.method !== 'POST') return show(call, live);
  const form = await ownForm(call);
  return form ? add(call, live, form) : show(call, live, expiredPage);
};

// The sign-in that it may lead to is for this page, whatever the query says of another one.
const queryFor = (http: HttpRequest): string => {
  const query = new URLSearchParams(http.query);
  query.set('response_type', 'add_passkey');
  return query.toString();
};

export const handler = pageEndpoint({
  name: 'addPasskey',
  run: async (http) => {
    const query = queryFor(http);
    return answerAuthorization({ ...http, query }, parseParameters(query), answer);
  },
});
