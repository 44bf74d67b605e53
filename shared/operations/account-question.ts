/** The way of a browser to the page that asks for the account that somebody may have here. */
import { hostCookie, originOfViewer, setCookie } from '#shared/api/cookies.ts';
import type { Result } from '#shared/api/exchange.ts';
import { redirect } from '#shared/api/page-endpoint.ts';
import { clientOAuth } from '#shared/domain/app-clients/client-oauth.ts';
import { accountQuestionPath } from '#shared/domain/federation/pending-account.ts';
import type { ClientRecord } from '#shared/services/directory/directory.ts';
import type { ToBeAsked } from '#shared/services/federation/external-sign-in.ts';
import { keepPending, pendingCookie, pendingLifetime } from '#shared/services/federation/pending-accounts.ts';
import type { AuthorizationCall } from './by-authorization-request.ts';
import type { PageCall } from './page-dress.ts';

/** The cookie by which a browser is known there. */
export const linkCookie = ({ http, app }: { readonly http: PageCall['http']; readonly app: ClientRecord }): string =>
  hostCookie(http, pendingCookie(app.pool));

/** Leads to the page, with the query of the request, or to the app's own page. */
export const askForAccount = async (call: AuthorizationCall, { pending }: ToBeAsked): Promise<Result> => {
  const { http, app } = call;
  const secret = await keepPending(app.pool, pending);
  const { ownPages } = clientOAuth(app.client);
  if (ownPages) return (await import('./own-pages/lead-to-own-pages.ts')).leadToOwnPages(call, ownPages, secret);
  const cookie = setCookie(http, linkCookie(call), secret, { maxAge: pendingLifetime });
  return redirect(`${originOfViewer(http)}${accountQuestionPath}?${http.query}`, [cookie]);
};
