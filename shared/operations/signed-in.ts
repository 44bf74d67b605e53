import { hostCookie, setCookie } from '#shared/api/cookies.ts';
import type { Result } from '#shared/api/exchange.ts';
import { ssoLifetimeMs } from '#shared/domain/oauth/sso-session.ts';
import type { SignedIn } from '#shared/services/oauth/page-sign-in.ts';
import { ssoCookie } from '#shared/services/oauth/sso-sessions.ts';
import { type AuthorizationCall, backToApp } from './by-authorization-request.ts';

/** The way back to the app after a sign-in, with the cookie of the new session. */
export const toApp = ({ http, app }: AuthorizationCall, { response, cookie }: SignedIn): Result => {
  const name = hostCookie(http, ssoCookie(app.pool));
  return backToApp(response, [setCookie(http, name, cookie, { maxAge: ssoLifetimeMs / 1000 })]);
};
