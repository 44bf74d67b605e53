import { timingSafeEqual } from 'node:crypto';
import { channel } from 'node:diagnostics_channel';
import type { MiddlewareObj } from '@middy/core';
import type { Context } from 'aws-lambda';
import { atTime, now } from '#shared/config/clock.ts';
import { counting, countingByClient, environment, tracing } from '#shared/config/environment.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import {
  type AuditDetails,
  audit,
  type Called,
  type EndedCall,
  inCall,
  metricsChannel,
  notesOfCall,
  type Refusal,
} from '#shared/observability/call.ts';
import { logger } from '#shared/observability/powertools.ts';
import type { Middleware, Result } from './exchange.ts';
import { gatewayAddress, type HttpEvent, type HttpRequest, toHttpRequest } from './json-protocol.ts';

const matches = (given: Buffer, secret: string): boolean => {
  const live = Buffer.from(secret);
  return live.length === given.length && timingSafeEqual(live, given);
};

const isFromEdge = (http: HttpRequest): boolean => {
  const { originSecrets } = environment();
  if (originSecrets?.length === 0) return true;
  const given = Buffer.from(http.headers['x-origin-secret'] ?? '');
  return (originSecrets ?? http.originSecrets).some((secret) => matches(given, secret));
};

/** Refuses requests that did not come by the edge: only the edge knows the origin secret. Throws ForbiddenException. */
const assertFromEdge = (http: HttpRequest): void => {
  if (isFromEdge(http)) return;
  throw new CognitoException('ForbiddenException', 'This address is reached through the distribution only.');
};

/** A function that the HTTP API invokes. */
export type HttpHandler = (event: HttpEvent, context: Context) => Promise<Result>;

type Outcome = 'Succeeded' | 'Refused' | 'Failed';

const listeners = channel(metricsChannel);

// Loaded once a request has been answered: no start waits for it. What goes wrong here changes no answer.
const count = async (name: string, outcome: Outcome): Promise<void> => {
  if (!counting() && !listeners.hasSubscribers) return;
  try {
    const { measuresOf } = await import('#shared/domain/usage/call-metrics.ts');
    const { publishMetrics } = await import('#shared/observability/metrics.ts');
    publishMetrics(name, outcome, measuresOf({ ...notesOfCall(), name }, countingByClient()));
  } catch (error) {
    logger.error('uncounted', { operation: name, error: error instanceof Error ? error : new Error(String(error)) });
  }
};

/** Counts and logs the outcome of a request. */
export const observed = <R, C>(name: string): Middleware<R, C> => ({
  after: () => count(name, 'Succeeded'),
  onError: async ({ event, error, response }) => {
    const fault = response?.statusCode === 500;
    await count(name, fault ? 'Failed' : 'Refused');
    const facts = { operation: name, requestId: event.http.requestId };
    if (fault) logger.error('failed', { ...facts, error: error instanceof Error ? error : new Error(String(error)) });
    else logger.info('refused', { ...facts, exception: error instanceof Error ? error.name : 'unknown' });
  },
});

/** Lets through only requests that came by the edge. */
export const fromEdge = <R, C>(): Middleware<R, C> => ({
  before: ({ event }) => assertFromEdge(event.http),
});

const lastTime = Date.UTC(10_000, 0) - 1;

const isTime = (time: number): boolean => time >= 0 && time <= lastTime;

// Under a movable clock a request may say what time it is, in a year of four digits; see environment().movableClock. For
// those that do not, the clock of the whole stack may be off. Who signs knows nothing of that.
const atRequestedTime = <T>({ headers }: HttpRequest, work: () => T): T => {
  if (!environment().movableClock) return work();
  const time = Number(headers['x-gatehouse-clock'] ?? Number.NaN);
  if (isTime(time)) return atTime(time, work);
  const machineTime = Date.now();
  const stackTime = machineTime + Number(headers['x-gatehouse-clock-offset'] ?? Number.NaN);
  return isTime(stackTime) ? atTime(stackTime, work, machineTime) : work();
};

/** What a function is called, and what the audit trail says of a call of it. */
interface Handled extends Called {
  readonly audited: (call: EndedCall) => AuditDetails;
}

// What refuses without an exception says so in its answer alone.
const refusalIn = ({ headers, statusCode = 200 }: Result): Refusal | undefined => {
  if (statusCode < 400) return undefined;
  const { 'x-amzn-ErrorType': type = `HTTP ${statusCode}:`, 'x-amzn-ErrorMessage': message = '' } = headers ?? {};
  return { code: String(type).slice(0, -1), message: String(message) };
};

/** Answers a request, and puts the call on the audit trail. Answers by `failed` what `answer` throws. */
const auditedCall = (
  { audited, ...called }: Handled,
  http: HttpRequest,
  answer: () => Promise<Result>,
  failed: (error: unknown) => Result,
): Promise<Result> =>
  inCall(async (notes) => {
    const startedAt = now();
    const begun = performance.now();
    const result = await answer().catch(failed);
    const { statusCode = 200 } = result;
    const refusal = notes.refusal ?? refusalIn(result);
    const outcome = statusCode >= 500 ? 'failed' : refusal ? 'refused' : 'succeeded';
    const times = { startedAt, durationMs: performance.now() - begun };
    const call: EndedCall = { ...notes, ...(refusal && { refusal }), called, http, ...times, outcome, statusCode };
    try {
      audit(call, audited(call));
    } catch (error) {
      const { requestId } = http;
      logger.error('not on the trail', { requestId, error: error instanceof Error ? error : new Error(String(error)) });
    }
    return result;
  }, called.key);

/**
 * The Lambda handler of a stack. Errors around the stack, or in its error step, are answered by `failed`. None leaves
 * the process, since whoever invokes the function could show it.
 */
export const toHandler =
  (
    handled: Handled,
    stack: (exchange: { readonly http: HttpRequest }, context: Context) => Promise<Result>,
    failed: (requestId: string) => Result,
  ): HttpHandler =>
  async (event, context) => {
    let requestId = '';
    const toFailure = (error: unknown): Result => {
      logger.error('failed', { requestId, error: error instanceof Error ? error : new Error(String(error)) });
      return failed(requestId);
    };
    try {
      requestId = context.awsRequestId;
      const given = toHttpRequest(event, requestId);
      // Whoever comes past the edge may name any address as the viewer's. The trail has theirs.
      const http = isFromEdge(given) ? given : { ...given, sourceIp: gatewayAddress(event) };
      const answer = (): Promise<Result> => auditedCall(handled, http, () => stack({ http }, context), toFailure);
      return await atRequestedTime(http, answer);
    } catch (error) {
      return toFailure(error);
    }
  };

/** A span per call, named after the operation. The tracer is loaded only where tracing is on: it doubles a bundle's import time. */
export const traced = (name: string): MiddlewareObj<unknown, unknown> => {
  let close: (() => void) | undefined;
  return {
    before: async () => {
      if (!tracing()) return;
      const { Tracer } = await import('@aws-lambda-powertools/tracer');
      const tracer = new Tracer({ serviceName: 'gatehouse' });
      const parent = tracer.getSegment();
      const span = parent?.addNewSubsegment(name);
      if (span) tracer.setSegment(span);
      close = () => {
        span?.close();
        if (parent) tracer.setSegment(parent);
      };
    },
    after: () => close?.(),
    onError: () => close?.(),
  };
};
