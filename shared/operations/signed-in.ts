import { hostCookie, setCookie } from '#shared/api/cookies.ts';
import type { Result } from '#shared/api/exchange.ts';
import { ssoLifetimeMs } from '#shared/domain/oauth/sso-session.ts';
import type { SignedIn } from '#shared/services/oauth/page-sign-in.ts';
import { ssoCookie } from '#shared/services/oauth/sso-sessions.ts';
import type { AuthorizationCall } from './by-authorization-request.ts';
import { toGranted } from './granted.ts';

/** The way back to the app after a sign-in, or to the page that asks first, with the cookie of the new session. */
export const toApp = (call: AuthorizationCall, { response, cookie }: SignedIn): Result => {
  const { http, app } = call;
  const name = hostCookie(http, ssoCookie(app.pool));
  return toGranted(call, response, [setCookie(http, name, cookie, { maxAge: ssoLifetimeMs / 1000 })]);
};
