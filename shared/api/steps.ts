import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { atTime } from '#shared/config/clock.ts';
import { environment } from '#shared/config/environment.ts';
import { logger, metricsOf } from '#shared/observability/powertools.ts';
import type { Result, Step } from './exchange.ts';
import { assertFromEdge } from './origin-secret.ts';

/** A function that the HTTP API invokes. */
export type HttpHandler = (event: APIGatewayProxyEventV2, context: Context) => Promise<Result>;

/** Counts and logs what came of a request. */
export const observed = <R, C>(name: string): Step<R, C> => {
  const metrics = metricsOf(name);
  const count = (outcome: string): void => {
    metrics.addMetric(outcome, MetricUnit.Count, 1);
  };
  return {
    after: () => count('Succeeded'),
    onError: ({ event, error, response }) => {
      const fault = response?.statusCode === 500;
      count(fault ? 'Failed' : 'Refused');
      const facts = { operation: name, requestId: event.http.requestId };
      if (fault) logger.error('failed', { ...facts, error: error instanceof Error ? error : new Error(String(error)) });
      else logger.info('refused', { ...facts, exception: error instanceof Error ? error.name : 'unknown' });
    },
  };
};

/** Lets through only what came by the edge. */
export const fromEdge = <R, C>(): Step<R, C> => ({
  before: ({ event }) => assertFromEdge(event.http),
});

/** Under a movable clock a request may say what time it is; see environment().movableClock. */
export const clocked =
  (handler: HttpHandler): HttpHandler =>
  (event, context) => {
    const told = environment().movableClock ? Number(event.headers?.['x-gatehouse-clock'] ?? Number.NaN) : Number.NaN;
    return Number.isFinite(told) ? atTime(told, () => handler(event, context)) : handler(event, context);
  };
