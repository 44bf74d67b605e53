/** The way of a browser to an app's own page, in place of ours. */
import { hostCookie, setCookie } from '#shared/api/cookies.ts';
import type { Result } from '#shared/api/exchange.ts';
import { redirect } from '#shared/api/page-endpoint.ts';
import { type OwnPages, ownPageOf } from '#shared/domain/app-clients/own-pages.ts';
import type { TransactionStep } from '#shared/domain/oauth/transaction.ts';
import {
  beginTransaction,
  transactionBrowser,
  transactionCookie,
  transactionCookieLifetime,
} from '#shared/services/oauth/transactions.ts';
import { findUsableSession } from '../browser-session.ts';
import type { AuthorizationCall } from '../by-authorization-request.ts';
import { pageQuery } from '../data-requests.ts';

// The browser may bring no cookie of the session along later, when a page of another site asks.
const firstStep = async (call: AuthorizationCall, pending: string | undefined): Promise<TransactionStep> => {
  const live = pending === undefined ? await findUsableSession(call, ['login']) : undefined;
  if (live) return { step: 'account', userKey: live.userKey, sessionId: live.session.id };
  const { loginHint } = call.request;
  return { step: 'signIn', ...(loginHint !== undefined && { username: loginHint }) };
};

/**
 * Begins a transaction of the browser, and leads it to the app's page. `pending` is the secret of somebody who comes through a
 * provider and is asked for an account.
 */
export const leadToOwnPages = async (
  call: AuthorizationCall,
  ownPages: OwnPages,
  pending?: string,
): Promise<Result> => {
  const { http, app } = call;
  const cookie = hostCookie(http, transactionCookie(app.pool));
  const browser = transactionBrowser(http.cookies.get(cookie));
  const content = {
    query: pageQuery(http),
    at: await firstStep(call, pending),
    ...(pending !== undefined && { pending }),
  };
  const id = await beginTransaction(app, content, browser);
  const kept = setCookie(http, cookie, browser, { maxAge: transactionCookieLifetime, isCrossSite: true });
  return redirect(ownPageOf(ownPages, id), [kept]);
};
