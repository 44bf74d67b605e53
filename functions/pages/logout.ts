/**
 * Ends the session of the pages, and leads to where the app wants: Cognito's logout endpoint, and OpenID Connect
 * RP-Initiated Logout 1.0, which may be posted as well. Tokens stay: apps revoke their own.
 */
import { hostCookie, originOfViewer, setCookie } from '#shared/api/cookies.ts';
import { queryOf } from '#shared/api/form.ts';
import type { HttpRequest } from '#shared/api/json-protocol.ts';
import { ledToGet, pageEndpoint, redirect } from '#shared/api/page-endpoint.ts';
import { UntrustedRequest } from '#shared/domain/oauth/authorization-request.ts';
import { backToApp, toErrorPage } from '#shared/operations/by-authorization-request.ts';
import { signedOut } from '#shared/operations/signed-out.ts';
import { departureOf } from '#shared/services/federation/provider-logout.ts';
import { type Logout, readLogout } from '#shared/services/oauth/logout.ts';
import { endSession, ssoCookie } from '#shared/services/oauth/sso-sessions.ts';

// Another user may sign in then, so the hint of the one who left stays behind.
const loginOf = (http: HttpRequest): string => {
  const query = new URLSearchParams(http.query);
  query.delete('id_token_hint');
  return `${originOfViewer(http)}/login?${queryOf(http).all('id_token_hint').length > 0 ? query : http.query}`;
};

// Undefined where the browser stays on a page of ours.
const locationOf = (http: HttpRequest, next: Logout['next']): string | undefined => {
  if (next === 'page') return undefined;
  return next === 'login' ? loginOf(http) : next.location;
};

export const handler = pageEndpoint({
  name: 'logout',
  run: async (http) => {
    if (http.method === 'POST') return ledToGet(http, '/logout');
    let logout: Logout;
    try {
      logout = await readLogout(queryOf(http), http.headers.host ?? '');
    } catch (error) {
      if (error instanceof UntrustedRequest) return toErrorPage(http, error);
      throw error;
    }
    const { app, sub, next } = logout;
    const name = hostCookie(http, ssoCookie(app.pool));
    const cookie = http.cookies.get(name);
    const departure = await departureOf(app, cookie);
    const isOver = cookie === undefined || (await endSession(app.pool, cookie, sub));
    const cookies = isOver ? [setCookie(http, name, '', { maxAge: 0 })] : [];
    const location = locationOf(http, next);
    const toProvider = isOver ? await departure?.(location) : undefined;
    if (toProvider) return backToApp(toProvider, cookies);
    return location === undefined ? signedOut(http, app, cookies) : redirect(location, cookies);
  },
});
