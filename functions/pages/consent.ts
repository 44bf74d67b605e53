/**
 * The page that asks whether an app may have what it asks for: GET shows it, POST takes the answer. It is for clients that
 * registered themselves, and stands between every sign-in and the way back to them: RFC 8252 section 8.6. It needs the
 * session of the pages; without one, it leads to sign-in, which comes back.
 */
import type { Result } from '#shared/api/exchange.ts';
import { isRegistered } from '#shared/domain/app-clients/registered-client.ts';
import { type AuthorizationRequest, UserDenied } from '#shared/domain/oauth/authorization-request.ts';
import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import { accountName } from '#shared/domain/users/account-name.ts';
import { answerBySession, findUsableSession } from '#shared/operations/browser-session.ts';
import { type AuthorizationCall, byAuthorizationRequest } from '#shared/operations/by-authorization-request.ts';
import { consentPath } from '#shared/operations/granted.ts';
import { pagesOf } from '#shared/operations/page-dress.ts';
import { expiredPage, formAnswer, formFor, leadTo, ownForm, type Wrong } from '#shared/operations/page-forms.ts';
import type { Destination } from '#shared/pages/classic/consent-page.tsx';
import { askedScopes } from '#shared/services/oauth/asked-scopes.ts';
import type { LiveSession } from '#shared/services/oauth/sso-sessions.ts';

// How long somebody may read the page after a sign-in that the app wanted to be new, in seconds.
const readingTime = 600;

const otherAccount = 'Somebody else has signed in in this browser since. Please choose again.';

const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

// The host as a browser would read it: letters that only look like others are written out.
const destinationOf = ({ redirectUri }: AuthorizationRequest): Destination => {
  const { protocol, hostname, host } = new URL(redirectUri);
  if (protocol !== 'http:' && protocol !== 'https:') return { kind: 'scheme', name: `${protocol}//${host}` };
  return loopback.has(hostname) ? { kind: 'computer', name: hostname } : { kind: 'site', name: host };
};

// The sign-in that the app wanted was just made, before the page was read.
const findSigner = (call: AuthorizationCall): Promise<LiveSession | undefined> => {
  const { request } = call;
  const maxAge = request.prompts.includes('login') ? 0 : request.maxAge;
  return findUsableSession(
    { ...call, request: { ...request, maxAge: maxAge === undefined ? undefined : maxAge + readingTime } },
    [],
  );
};

const show = async (call: AuthorizationCall, { user }: LiveSession, wrong?: Wrong): Promise<Result> => {
  const { app, request } = call;
  const form = await formFor(call, consentPath, wrong);
  const { displayName, documentUrl } = app.client.registration ?? {};
  const { scopes, resource } = await askedScopes(app.pool, request);
  const page = (await pagesOf(call)).consent({
    ...form,
    client: displayName,
    describedAt: documentUrl === undefined ? undefined : new URL(documentUrl).host,
    destination: destinationOf(request),
    scopes,
    resource,
    account: accountName(user),
    sub: user.sub,
  });
  return formAnswer(call, form, page);
};

const take = async (call: AuthorizationCall, live: LiveSession): Promise<Result> => {
  const form = await ownForm(call);
  if (!form) return show(call, live, expiredPage);
  if (form.get('deny') !== undefined) throw new UserDenied();
  return form.get('allow') === live.user.sub ? answerBySession(call, live, true) : show(call, live, otherAccount);
};

export const handler = byAuthorizationRequest('consent', async (call) => {
  const { app, http, request } = call;
  if (!isRegistered(app.client)) return leadTo(call, '/login');
  if (request.prompts.includes('none')) throw new OAuthError('consent_required');
  const live = await findSigner(call);
  if (!live) return leadTo(call, '/login');
  return http.method === 'POST' ? take(call, live) : show(call, live);
});
