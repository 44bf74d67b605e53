import { originOfViewer } from '#shared/api/cookies.ts';
import type { Result } from '#shared/api/exchange.ts';
import { queryOf } from '#shared/api/form.ts';
import { findLocation, type HttpRequest } from '#shared/api/json-protocol.ts';
import type { HttpHandler } from '#shared/api/middleware.ts';
import { toOAuthError } from '#shared/api/oauth-endpoint.ts';
import { pageAnswer, pageEndpoint, redirect } from '#shared/api/page-endpoint.ts';
import { clientOAuth } from '#shared/domain/app-clients/client-oauth.ts';
import { leadsToSite } from '#shared/domain/app-clients/redirects.ts';
import { isRegistered } from '#shared/domain/app-clients/registered-client.ts';
import {
  type AuthorizationRequest,
  RefusedRequest,
  readAuthorizationRequest,
  UntrustedRequest,
  UserDenied,
} from '#shared/domain/oauth/authorization-request.ts';
import { type AuthorizationResponse, refusalParameters, respond } from '#shared/domain/oauth/authorization-response.ts';
import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import { type Parameters, parseParameters } from '#shared/domain/oauth/parameters.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { noteOnCall, noteRefusal } from '#shared/observability/call.ts';
import { formPostPage } from '#shared/pages/form-post-page.tsx';
import { pageFamilyAt } from '#shared/services/branding/page-family.ts';
import type { ClientRecord } from '#shared/services/directory/directory.ts';
import type { Pending } from '#shared/services/federation/pending-accounts.ts';
import { findAskingApp } from '#shared/services/oauth/asking-app.ts';
import { allowed } from '#shared/services/oauth/authorization.ts';
import type { GiveAnswer } from '#shared/services/oauth/page-sign-in.ts';
import { findOpenedRequest, isPushedReference, type OpenedRequest } from '#shared/services/oauth/pushed-requests.ts';
import type { Origin } from '#shared/services/sessions/origin.ts';
import { knownIssuer } from '#shared/services/tokens/issuer.ts';
import { closedPages } from './closed-pages.ts';
import { asDataAnswer } from './data-requests.ts';
import type { PageCall } from './page-dress.ts';
import { languageCookies, languageOf } from './page-language.ts';

/** A request of a browser whose query asks for authorization. */
export interface AuthorizationCall extends PageCall {
  readonly request: AuthorizationRequest;
  readonly origin: Origin;
  /** On the page that asks for the account that somebody may have: what is linked with it. */
  readonly linking?: Pending;
  /** On a page of the app's own: what becomes of the answer to the app. */
  readonly give?: GiveAnswer;
}

/** Where a browser's request comes from. */
export const originOf = (http: HttpRequest): Origin => ({
  sourceIp: http.sourceIp,
  userAgent: http.headers['user-agent'],
  location: findLocation(http),
  requestId: http.requestId,
});

/** The answer that takes the browser back to the app. */
export const backToApp = (response: AuthorizationResponse, cookies: readonly string[] = []): Result => {
  if ('location' in response) return redirect(response.location, cookies);
  const { action, fields } = response.post;
  return pageAnswer(formPostPage(action, fields), { cookies });
};

/** The page of errors, for what no app may be told. */
export const toErrorPage = (http: HttpRequest, { code, clientId }: UntrustedRequest): Result => {
  const query = new URLSearchParams({ error: code, ...(clientId !== undefined && { client_id: clientId }) });
  return redirect(`${originOfViewer(http)}/error?${query}`);
};

// Pages keep it by themselves. Whoever is led on without having seen one gets the cookie with that.
const keptLanguage = ({ http, family }: PageCall, answer: Result): Result =>
  family === 'managed' && answer.headers?.location !== undefined
    ? { ...answer, cookies: [...(answer.cookies ?? []), ...languageCookies(http)] }
    : answer;

const refusalOf = (error: unknown, request: AuthorizationRequest | undefined): RefusedRequest | undefined => {
  if (error instanceof RefusedRequest) return error;
  if (!request) return undefined;
  if (error instanceof OAuthError) return new RefusedRequest(error, request);
  return error instanceof CognitoException ? new RefusedRequest(toOAuthError(error), request) : undefined;
};

// Whoever registered by itself could have us lead browsers to any site, by a request that is wrong: RFC 9700 section 4.11.2. Its
// user has read on the page for consent where an answer leads.
const isLedBack = ({ client }: ClientRecord, { error, returnTo }: RefusedRequest): boolean =>
  !isRegistered(client) || error instanceof UserDenied || !leadsToSite(returnTo.redirectUri);

/** What answers a request for authorization. */
export type AnswerAuthorization = (call: AuthorizationCall) => Promise<Result>;

/** Finds the request that a client pushed, and says under which query pages find it again if that is another one. */
type OpenPushed = (
  app: ClientRecord,
  requestUri: string,
) => Promise<Pick<OpenedRequest, 'query'> & Partial<OpenedRequest>>;

interface Asked {
  readonly http: HttpRequest;
  readonly parameters: Parameters;
  readonly isPushed: boolean;
}

// Only what was pushed counts, whatever stands beside the reference: RFC 9126 section 4, RFC 9101 section 6.3.
const askedBy = async ({ http, app }: PageCall, parameters: Parameters, open: OpenPushed): Promise<Asked> => {
  const [requestUri, ...others] = parameters.all('request_uri');
  if (requestUri === undefined || others.length > 0 || !isPushedReference(requestUri)) {
    return { http, parameters, isPushed: false };
  }
  const { query, pageQuery } = await open(app, requestUri);
  return { http: { ...http, query: pageQuery ?? http.query }, parameters: parseParameters(query), isPushed: true };
};

// Pages that connect a device or add a passkey give nothing to an address.
const assertPushed = (app: ClientRecord, request: AuthorizationRequest, isPushed: boolean): void => {
  const isForAddress = request.responseType === 'code' || request.responseType === 'token';
  if (isPushed || !isForAddress || !clientOAuth(app.client).requiresPushed) return;
  const error = new OAuthError('invalid_request', { description: 'The request has to be pushed.' });
  throw new RefusedRequest(error, request);
};

/**
 * Reads a request for authorization, and answers it. What is wrong goes to the app where its address is proved and nobody but the
 * owner named it, and to the page of errors otherwise: RFC 6749 section 4.1.2.1.
 */
export const answerAuthorization = async (
  http: HttpRequest,
  parameters: Parameters,
  run: AnswerAuthorization,
  open: OpenPushed = findOpenedRequest,
): Promise<Result> => {
  let app: ClientRecord | undefined;
  let request: AuthorizationRequest | undefined;
  try {
    const host = http.headers.host ?? '';
    app = await findAskingApp(parameters, { host, sourceIp: http.sourceIp });
    const page = { http, app, family: await pageFamilyAt(app, host) };
    // Messages that a page sends are in its language.
    if (page.family === 'managed') noteOnCall({ pageLanguage: languageOf(http) });
    const closed = await closedPages(page);
    if (closed) return closed;
    const asked = await askedBy(page, parameters, open);
    request = readAuthorizationRequest(asked.parameters, app.client);
    assertPushed(app, request, asked.isPushed);
    request = await allowed(app, request);
    const call = { ...page, http: asked.http, request, origin: originOf(http) };
    return asDataAnswer(http, keptLanguage(page, await run(call)));
  } catch (error) {
    if (error instanceof Error) noteRefusal(error.name, error.message);
    if (error instanceof UntrustedRequest) return toErrorPage(http, error);
    const refusal = refusalOf(error, request);
    if (!refusal || !app) throw error;
    const answer = isLedBack(app, refusal)
      ? backToApp(respond(refusal.returnTo, knownIssuer(app), refusalParameters(refusal.error)))
      : toErrorPage(http, new UntrustedRequest(refusal.error.code, app.client.id));
    return asDataAnswer(http, answer);
  }
};

interface Options {
  /** What it answers is not read at all. */
  readonly before?: (http: HttpRequest) => Result | undefined;
  readonly open?: OpenPushed;
}

/** An endpoint for browsers whose query asks for authorization. */
export const byAuthorizationRequest = (
  name: string,
  run: AnswerAuthorization,
  { before = () => undefined, open = findOpenedRequest }: Options = {},
): HttpHandler =>
  pageEndpoint({
    name,
    run: async (http) => before(http) ?? answerAuthorization(http, queryOf(http), run, open),
  });
