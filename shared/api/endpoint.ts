import middy from '@middy/core';
import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import { CognitoException, Throttled } from '#shared/errors/exception.ts';
import { type AuditDetails, type Called, type EndedCall, noteRefusal } from '#shared/observability/call.ts';
import { auditedRequest } from './audited-request.ts';
import type { Exchange, Middleware, Result } from './exchange.ts';
import type { HttpRequest } from './json-protocol.ts';
import { fromEdge, type HttpHandler, observed, toHandler, traced } from './middleware.ts';
import { boundedMessage } from './validation.ts';

/** A resource with a path of its own, which is no operation of the API. */
export interface Endpoint {
  readonly name: string;
  readonly run: (http: HttpRequest) => Promise<Result>;
  readonly renderError: RenderError;
  /** What the audit trail says of it, where that is more than of others. */
  readonly audited?: (call: EndedCall) => AuditDetails;
}

/** The answer to a failure; undefined is a fault of our own, of which nothing is told. */
export type RenderError = (error: CognitoException | OAuthError | undefined) => Result;

// The gateway and the edge add the headers that let pages of any origin read it. They drop those of a function.
const common = { 'content-type': 'application/json' };

/** How many seconds an answer may be given again, and how many more while a new one is fetched: RFC 5861 section 3. */
interface Cacheable {
  readonly fresh: number;
  readonly stale: number;
}

/** JSON that may be cached. Once it is, nobody waits for a function any more, as long as somebody asks now and then. */
export const publicJson = (body: object, { fresh, stale }: Cacheable): Result => ({
  statusCode: 200,
  headers: { ...common, 'cache-control': `public, max-age=${fresh}, stale-while-revalidate=${stale}` },
  body: JSON.stringify(body),
});

const statusOf = (error: CognitoException | OAuthError): number => {
  if (error.name === 'ResourceNotFoundException') return 404;
  return error.name === 'ForbiddenException' ? 403 : error.status;
};

const refusal = (statusCode: number, message: string): Result => ({
  statusCode,
  headers: { ...common, 'cache-control': 'no-store' },
  body: JSON.stringify({ message: boundedMessage(message) }),
});

/** JSON with a message. */
export const renderJsonError: RenderError = (error) =>
  error ? refusal(statusOf(error), error.message) : refusal(500, 'Internal server error.');

const rendered = (renderError: RenderError): Middleware<unknown, undefined> => ({
  onError: (request) => {
    const { error } = request;
    const isRefusal = error instanceof CognitoException || error instanceof OAuthError;
    if (isRefusal) noteRefusal(error.name, error.message);
    else noteRefusal('InternalErrorException', 'Internal server error.');
    const answer = renderError(isRefusal ? error : undefined);
    request.response =
      error instanceof Throttled
        ? { ...answer, headers: { ...answer.headers, 'retry-after': String(error.retryAfter) } }
        : answer;
  },
});

/** The Lambda handler of an endpoint. */
export const endpoint = (
  { name, run, renderError, audited = auditedRequest }: Endpoint,
  api: Extract<Called['api'], 'endpoint' | 'page'> = 'endpoint',
): HttpHandler => {
  const stack = middy<Exchange<unknown, undefined>, Result>()
    .use(observed(name))
    .use(rendered(renderError))
    .use(traced(name))
    .use(fromEdge())
    .handler(({ http }) => run(http));
  return toHandler({ name, key: name, api, audited }, stack, () => renderError(undefined));
};
