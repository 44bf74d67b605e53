/** The way of a browser to an identity provider. */
import { hostCookie, originOfViewer, setCookie } from '#shared/api/cookies.ts';
import type { Result } from '#shared/api/exchange.ts';
import { beginFederation } from '#shared/services/federation/begin-federation.ts';
import { browserCookie, browserCookieLifetime } from '#shared/services/federation/federation-state.ts';
import { type AuthorizationCall, backToApp } from './by-authorization-request.ts';

/** Leads the browser to the provider of that name. Throws OAuthError. */
export const leadToProvider = async ({ http, app, request }: AuthorizationCall, name: string): Promise<Result> => {
  const cookie = hostCookie(http, browserCookie(app.pool));
  const { response, browser } = await beginFederation(
    { app, request, query: http.query, origin: originOfViewer(http), browser: http.cookies.get(cookie) },
    name,
  );
  return backToApp(response, [setCookie(http, cookie, browser, { maxAge: browserCookieLifetime })]);
};
