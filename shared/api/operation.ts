import middy from '@middy/core';
import type * as v from 'valibot';
import { CognitoException, type ExceptionName } from '#shared/errors/exception.ts';
import { auditedOperation } from '#shared/observability/audited-operation.ts';
import { noteOnCall, noteRefusal } from '#shared/observability/call.ts';
import { type Authenticator, type Definition, functionKey, statedExceptions } from './definition.ts';
import type { Exchange, Middleware, Result } from './exchange.ts';
import { assertBodySize, findLocation, parseBody, renderException, renderResponse } from './json-protocol.ts';
import { fromEdge, type HttpHandler, observed, toHandler, traced } from './middleware.ts';
import { type Bounds, usualBounds, validate } from './validation.ts';

const ourFault = (stated: ReadonlySet<ExceptionName>): CognitoException => {
  const name = stated.has('InternalServerException') ? 'InternalServerException' : 'InternalErrorException';
  return new CognitoException(name, 'Internal server error.');
};

// An exception that the definition does not state is our own fault, and is answered as that alone.
const rendered = <R, C>(stated: ReadonlySet<ExceptionName>): Middleware<R, C> => ({
  onError: (request) => {
    const { error, event } = request;
    const known = error instanceof CognitoException && stated.has(error.name);
    const told = known ? error : ourFault(stated);
    noteRefusal(told.name, told.message);
    request.response = renderException(told, event.http.requestId);
  },
});

const sized = <R, C>(bounds: Bounds): Middleware<R, C> => ({
  before: ({ event }) => assertBodySize(event.http.body, bounds),
});

const identified = <R, C>(authenticator: Authenticator<C>, name: string): Middleware<R, C> => ({
  before: async ({ event }) => {
    event.admit = await authenticator.identify(event.http, name);
  },
});

const validated = <Schema extends v.GenericSchema, C>(
  schema: Schema,
  bounds: Bounds,
): Middleware<v.InferOutput<Schema>, C> => ({
  before: ({ event }) => {
    event.request = validate(schema, parseBody(event.http.body, bounds));
    if (event.request instanceof Object) noteOnCall({ request: event.request });
  },
});

const admitted = <R, C>(): Middleware<R, C> => ({
  before: async ({ event }) => {
    const { request, admit } = event;
    if (admit && typeof request === 'object' && request !== null) event.caller = await admit(request);
  },
});

const anyone: Authenticator<undefined> = { identify: async () => async () => undefined };

/**
 * The Lambda handler of an operation: the one stack that every request of the API passes. For the caller kinds `client`
 * and `session`, the operation itself identifies the caller by the app client or the session that it is given.
 */
export function operation<Schema extends v.GenericSchema, Response extends object>(
  definition: Definition<Schema, Response, undefined>,
): HttpHandler;
export function operation<Schema extends v.GenericSchema, Response extends object, Caller>(
  definition: Definition<Schema, Response, Caller>,
  authenticator: Authenticator<Caller>,
): HttpHandler;
export function operation<Schema extends v.GenericSchema, Response extends object, Caller>(
  definition: Definition<Schema, Response, Caller | undefined>,
  authenticator: Authenticator<Caller | undefined> = anyone,
): HttpHandler {
  type Request = v.InferOutput<Schema>;
  const { bounds = usualBounds, name, service = 'cognito-idp' } = definition;
  const key = functionKey(definition);
  const stated = statedExceptions(definition);

  const stack = middy<Exchange<Request, Caller | undefined>, Result>()
    .use(observed(key))
    .use(rendered(stated))
    .use(traced(key))
    .use(fromEdge())
    .use(sized(bounds))
    .use(identified(authenticator, name))
    .use(validated(definition.request, bounds))
    .use(admitted())
    .handler(async ({ http, request, caller }) => {
      const call = {
        caller,
        sourceIp: http.sourceIp,
        userAgent: http.headers['user-agent'] ?? '',
        location: findLocation(http),
        requestId: http.requestId,
      };
      const response = await definition.run(request, call);
      noteOnCall({ response });
      return renderResponse(response, http.requestId);
    });

  const handled = { name, key, api: service, audited: auditedOperation };
  return toHandler(handled, stack, (requestId) => renderException(ourFault(stated), requestId));
}
