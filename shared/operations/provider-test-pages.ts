/** What a browser sees of a test of a provider: the page that it begins at, and the one at its end. */
import { hostCookie, originOfViewer, setCookie } from '#shared/api/cookies.ts';
import type { Result } from '#shared/api/exchange.ts';
import { formOf, queryOf } from '#shared/api/form.ts';
import type { HttpRequest } from '#shared/api/json-protocol.ts';
import { pageAnswer } from '#shared/api/page-endpoint.ts';
import { failedOutcome, outcomeOf, type ProviderTestOutcome } from '#shared/domain/federation/provider-test.ts';
import { UntrustedRequest } from '#shared/domain/oauth/authorization-request.ts';
import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { noteOnCall } from '#shared/observability/call.ts';
import { providerTestedPage, providerTestPage } from '#shared/pages/provider-test-page.tsx';
import type { ClientRecord } from '#shared/services/directory/directory.ts';
import { beginTest } from '#shared/services/federation/begin-federation.ts';
import { inboundOf } from '#shared/services/federation/external-sign-in.ts';
import { browserCookie, browserCookieLifetime, clientIdIn } from '#shared/services/federation/federation-state.ts';
import { cachedProvider } from '#shared/services/federation/known-providers.ts';
import type { FinishSignIn, ProviderAnswer } from '#shared/services/federation/provider-kinds.ts';
import {
  endWith,
  leaveForProvider,
  type OpenedTest,
  openTest,
  providerTestPath,
} from '#shared/services/federation/provider-tests.ts';
import { findAppById } from '#shared/services/oauth/authorization.ts';
import { backToApp } from './by-authorization-request.ts';
import { formCookieFor, isFormOf } from './page-forms.ts';

const over = (): Result => pageAnswer(providerTestedPage(false), { statusCode: 400 });

const gone = (name: string): OAuthError =>
  new OAuthError('invalid_request', { description: `The identity provider ${name} does not exist any more.` });

/** What came of it, whatever that is: a refusal is what the administrator wants to read. */
const orFailure = async (attempt: () => Promise<ProviderTestOutcome>): Promise<ProviderTestOutcome> => {
  try {
    return await attempt();
  } catch (error) {
    if (error instanceof OAuthError)
      return failedOutcome({ code: error.code, message: error.description ?? error.code });
    if (error instanceof CognitoException) return failedOutcome({ code: error.name, message: error.message });
    throw error;
  }
};

interface EndedTest {
  readonly providerName: string;
  readonly testId: string;
}

/**
 * Ends a test by what the provider has answered, which is checked as in any sign-in. Nobody becomes a user and nobody is
 * signed in: the answer is a page, and all that is kept is what an administrator reads.
 */
export const endTest = async (
  { providerName, testId }: EndedTest,
  came: Omit<ProviderAnswer, 'provider'>,
  finish: FinishSignIn,
): Promise<Result> => {
  const { app } = came;
  const outcome = await orFailure(async () => {
    const provider = await cachedProvider(app.pool.id, providerName);
    if (!provider) throw gone(providerName);
    const identity = await finish({ ...came, provider });
    return outcomeOf(app, provider, identity, await inboundOf({ app, provider, identity }));
  });
  const isKept = await endWith(app.pool, testId, outcome);
  return isKept ? pageAnswer(providerTestedPage(true)) : over();
};

const leave = async (http: HttpRequest, app: ClientRecord, opened: OpenedTest): Promise<Result> => {
  const { testId, test } = opened;
  if (!(await leaveForProvider(opened))) return over();
  const name = hostCookie(http, browserCookie(app.pool));
  try {
    const provider = await cachedProvider(app.pool.id, test.providerName);
    if (!provider) throw gone(test.providerName);
    const departure = { app, origin: originOfViewer(http), browser: http.cookies.get(name) };
    const { response, browser } = await beginTest(departure, provider, testId);
    return backToApp(response, [setCookie(http, name, browser, { maxAge: browserCookieLifetime })]);
  } catch (error) {
    // A provider that cannot even be asked is what a test is for.
    await endWith(app.pool, testId, await orFailure(() => Promise.reject(error)));
    return pageAnswer(providerTestedPage(true));
  }
};

/** The page that a test begins at. Throws UntrustedRequest for what is no address of a test. */
export const beginTestPage = async (http: HttpRequest): Promise<Result> => {
  const [given = ''] = queryOf(http).all('test');
  const clientId = clientIdIn(given);
  if (clientId === undefined) throw new UntrustedRequest('invalid_request');
  const app = await findAppById(clientId, http.headers.host ?? '');
  const opened = await openTest(app, given);
  if (!opened) return over();
  const { providerName: provider } = opened.test;
  noteOnCall({ poolId: app.pool.id, clientId, identityProvider: provider });
  const isOwn = http.method === 'POST' && (await isFormOf({ http, app }, formOf(http)));
  if (isOwn) return leave(http, app, opened);
  const { cookie, formToken } = await formCookieFor({ http, app });
  const action = `${providerTestPath}?${new URLSearchParams({ test: given })}`;
  return pageAnswer(providerTestPage({ action, formToken, provider }), { cookies: [cookie] });
};
