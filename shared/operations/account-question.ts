/** The way of a browser to the page that asks for the account that somebody may have here. */
import { hostCookie, originOfViewer, setCookie } from '#shared/api/cookies.ts';
import type { Result } from '#shared/api/exchange.ts';
import { redirect } from '#shared/api/page-endpoint.ts';
import { accountQuestionPath } from '#shared/domain/federation/pending-account.ts';
import type { ClientRecord } from '#shared/services/directory/directory.ts';
import type { ToBeAsked } from '#shared/services/federation/external-sign-in.ts';
import { keepPending, pendingCookie, pendingLifetime } from '#shared/services/federation/pending-accounts.ts';
import type { PageCall } from './page-dress.ts';

/** The cookie by which a browser is known there. */
export const linkCookie = ({ http, app }: { readonly http: PageCall['http']; readonly app: ClientRecord }): string =>
  hostCookie(http, pendingCookie(app.pool));

/** Leads to the page, with the query of the request. */
export const askForAccount = async (call: PageCall, { pending }: ToBeAsked): Promise<Result> => {
  const { http, app } = call;
  const cookie = setCookie(http, linkCookie(call), await keepPending(app.pool, pending), { maxAge: pendingLifetime });
  return redirect(`${originOfViewer(http)}${accountQuestionPath}?${http.query}`, [cookie]);
};
