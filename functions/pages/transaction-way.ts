/**
 * Where a browser goes from the transaction of a sign-in on an app's own page: at its end back to the app, with the answer; to an
 * identity provider; or to our own pages, where the browser keeps its cookie from pages of other sites.
 */
import { hostCookie, originOfViewer, setCookie } from '#shared/api/cookies.ts';
import type { Result } from '#shared/api/exchange.ts';
import { queryOf } from '#shared/api/form.ts';
import type { HttpRequest } from '#shared/api/json-protocol.ts';
import { pageEndpoint, redirect } from '#shared/api/page-endpoint.ts';
import { accountQuestionPath } from '#shared/domain/federation/pending-account.ts';
import { UntrustedRequest } from '#shared/domain/oauth/authorization-request.ts';
import { parseParameters } from '#shared/domain/oauth/parameters.ts';
import { ssoLifetimeMs } from '#shared/domain/oauth/sso-session.ts';
import { TransactionRefusal } from '#shared/domain/oauth/transaction.ts';
import { noteRefusal } from '#shared/observability/call.ts';
import { linkCookie } from '#shared/operations/account-question.ts';
import { answerAuthorization, toErrorPage } from '#shared/operations/by-authorization-request.ts';
import { leadToProvider } from '#shared/operations/federated-pages.ts';
import { toGranted } from '#shared/operations/granted.ts';
import { findNamed, type NamedTransaction, openNamed } from '#shared/operations/own-pages/transaction-call.ts';
import { pendingLifetime } from '#shared/services/federation/pending-accounts.ts';
import { grant } from '#shared/services/oauth/authorization.ts';
import { ssoCookie } from '#shared/services/oauth/sso-sessions.ts';
import { endTransaction, keptAnswer, type LiveTransaction } from '#shared/services/oauth/transactions.ts';

const notThere = (): TransactionRefusal =>
  new TransactionRefusal('TransactionNotFoundException', 'The transaction has not come that far.');

const back = (http: HttpRequest, transaction: LiveTransaction): Promise<Result> => {
  const { query, at } = transaction;
  if (at.step !== 'done') throw notThere();
  return answerAuthorization({ ...http, query }, parseParameters(query), async (call) => {
    const { app, request, origin } = call;
    const granted = await keptAnswer(app, at.outcome, origin);
    const response = await grant(app, request, granted, [endTransaction(app, transaction)]);
    const { cookie } = at.outcome;
    const name = hostCookie(http, ssoCookie(app.pool));
    return toGranted(
      call,
      response,
      cookie === undefined ? [] : [setCookie(http, name, cookie, { maxAge: ssoLifetimeMs / 1000 })],
    );
  });
};

const toProvider = (http: HttpRequest, { query }: LiveTransaction): Promise<Result> => {
  const name = queryOf(http).require('identity_provider');
  return answerAuthorization({ ...http, query }, parseParameters(query), (call) => leadToProvider(call, name));
};

const toHostedPages = (http: HttpRequest, { app }: NamedTransaction, { query, pending }: LiveTransaction): Result => {
  const origin = originOfViewer(http);
  if (pending === undefined) return redirect(`${origin}/login?${query}`);
  const cookie = setCookie(http, linkCookie({ http, app }), pending, { maxAge: pendingLifetime });
  return redirect(`${origin}${accountQuestionPath}?${query}`, [cookie]);
};

const lead = async (http: HttpRequest): Promise<Result> => {
  const named = await findNamed(http);
  // Images and scripts of any page would bring the cookie along. Only a browser that goes there itself is led on.
  const isGoing = (http.headers['sec-fetch-dest'] ?? 'document') === 'document';
  if (!named || !isGoing) throw notThere();
  const transaction = await openNamed(http, named);
  if (named.address.way === 'return') return back(http, transaction);
  return named.address.way === 'provider' ? toProvider(http, transaction) : toHostedPages(http, named, transaction);
};

export const handler = pageEndpoint({
  name: 'transactionWay',
  run: async (http) => {
    try {
      return await lead(http);
    } catch (error) {
      if (!(error instanceof TransactionRefusal)) throw error;
      noteRefusal(error.name, error.message);
      return toErrorPage(http, new UntrustedRequest('invalid_request'));
    }
  },
});
