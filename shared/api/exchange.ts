import type middy from '@middy/core';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { HttpRequest } from './json-protocol.ts';

/** One request on its way through the stack. Each middleware adds what it found out. */
export interface Exchange<Request = unknown, Caller = unknown> {
  readonly http: HttpRequest;
  admit?: (request: object) => Promise<Caller>;
  request?: Request;
  caller?: Caller;
}

export type Result = APIGatewayProxyStructuredResultV2;

/** A middleware of our one stack. */
export type Middleware<Request, Caller> = middy.MiddlewareObj<Exchange<Request, Caller>, Result>;
