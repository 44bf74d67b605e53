import { originOfViewer } from '#shared/api/cookies.ts';
import type { Result } from '#shared/api/exchange.ts';
import { queryOf } from '#shared/api/form.ts';
import { findLocation, type HttpRequest } from '#shared/api/json-protocol.ts';
import type { HttpHandler } from '#shared/api/middleware.ts';
import { toOAuthError } from '#shared/api/oauth-endpoint.ts';
import { pageAnswer, pageEndpoint, redirect } from '#shared/api/page-endpoint.ts';
import {
  type AuthorizationRequest,
  RefusedRequest,
  readAuthorizationRequest,
  UntrustedRequest,
} from '#shared/domain/oauth/authorization-request.ts';
import { type AuthorizationResponse, refusalParameters, respond } from '#shared/domain/oauth/authorization-response.ts';
import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import type { Parameters } from '#shared/domain/oauth/parameters.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { formPostPage } from '#shared/pages/form-post-page.tsx';
import { pageFamilyAt } from '#shared/services/branding/page-family.ts';
import type { ClientRecord } from '#shared/services/directory/directory.ts';
import type { Pending } from '#shared/services/federation/pending-accounts.ts';
import { allowed } from '#shared/services/oauth/authorization.ts';
import { findAskingApp } from '#shared/services/oauth/client-documents.ts';
import type { Origin } from '#shared/services/sessions/origin.ts';
import { knownIssuer } from '#shared/services/tokens/issuer.ts';
import { asDataAnswer } from './data-requests.ts';
import { closedPages, type PageCall } from './page-dress.ts';
import { languageCookies } from './page-language.ts';

/** A request of a browser whose query asks for authorization. */
export interface AuthorizationCall extends PageCall {
  readonly request: AuthorizationRequest;
  readonly origin: Origin;
  /** On the page that asks for the account that somebody may have: what is linked with it. */
  readonly linking?: Pending;
}

/** Where a browser's request comes from. */
export const originOf = (http: HttpRequest): Origin => ({
  sourceIp: http.sourceIp,
  userAgent: http.headers['user-agent'],
  location: findLocation(http),
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

/** What answers a request for authorization. */
export type AnswerAuthorization = (call: AuthorizationCall) => Promise<Result>;

/**
 * Reads a request for authorization, and answers it. What is wrong goes to the app where its address is proved, and to the
 * page of errors otherwise: RFC 6749 section 4.1.2.1.
 */
export const answerAuthorization = async (
  http: HttpRequest,
  parameters: Parameters,
  run: AnswerAuthorization,
): Promise<Result> => {
  let app: ClientRecord | undefined;
  let request: AuthorizationRequest | undefined;
  try {
    const host = http.headers.host ?? '';
    app = await findAskingApp(parameters, { host, sourceIp: http.sourceIp });
    const page = { http, app, family: await pageFamilyAt(app, host) };
    const closed = await closedPages(page);
    if (closed) return closed;
    request = readAuthorizationRequest(parameters, app.client);
    request = await allowed(app, request);
    return asDataAnswer(http, keptLanguage(page, await run({ ...page, request, origin: originOf(http) })));
  } catch (error) {
    if (error instanceof UntrustedRequest) return toErrorPage(http, error);
    const refusal = refusalOf(error, request);
    if (!refusal || !app) throw error;
    const answer = respond(refusal.returnTo, knownIssuer(app), refusalParameters(refusal.error));
    return asDataAnswer(http, backToApp(answer));
  }
};

/** An endpoint for browsers whose query asks for authorization. What `before` answers is not read at all. */
export const byAuthorizationRequest = (
  name: string,
  run: AnswerAuthorization,
  before: (http: HttpRequest) => Result | undefined = () => undefined,
): HttpHandler =>
  pageEndpoint({
    name,
    run: async (http) => before(http) ?? answerAuthorization(http, queryOf(http), run),
  });
