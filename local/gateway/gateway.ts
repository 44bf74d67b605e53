import { randomUUID } from 'node:crypto';
import { type GatewayAnswer, gatewayAnswer, internalError, toAnswer } from './answer.ts';
import { type Cors, preflight, transactionsPath, withCors } from './cors.ts';
import { type GatewayRequest, toEvent } from './event.ts';
import { createRouter, type RoutedFunction } from './routes.ts';

/** Calls a function with JSON, and gives the JSON that it answers. */
export type Invoke = (
  functionName: string,
  payload: string,
) => Promise<{ readonly payload: string; readonly failed: boolean }>;

interface Api {
  readonly functions: readonly RoutedFunction[];
  readonly cors: Cors;
  readonly accountId: string;
  readonly invoke: Invoke;
  /** Milliseconds that the API waits for a function. */
  readonly patienceMs?: number;
}

const usualPatienceMs = 30_000;

// As much as Lambda takes for one invocation.
const mostBytes = 6 * 1024 * 1024;

const notFound = gatewayAnswer(404, 'Not Found');
const tooLarge = gatewayAnswer(413, 'Request Entity Too Large');
const unavailable = gatewayAnswer(503, 'Service Unavailable');

const within = <T>(ms: number, work: Promise<T>): Promise<T | undefined> => {
  const { promise, resolve, reject } = Promise.withResolvers<T | undefined>();
  const late = setTimeout(() => resolve(undefined), ms);
  work.then(resolve, reject).finally(() => clearTimeout(late));
  return promise;
};

/**
 * Does what an HTTP API of API Gateway does: finds the function of a request, hands it the event, and makes an answer
 * of what it gives back. Never rejects.
 */
export const createGateway = ({ functions, cors, accountId, invoke, patienceMs = usualPatienceMs }: Api) => {
  const routeOf = createRouter(functions);

  const ask = async (request: GatewayRequest): Promise<GatewayAnswer> => {
    const route = routeOf(request.method, request.path);
    if (!route) return notFound;
    const event = JSON.stringify(toEvent(request, route, { requestId: randomUUID(), accountId, time: Date.now() }));
    if (Buffer.byteLength(event) > mostBytes) return tooLarge;
    const result = await within(patienceMs, invoke(route.functionName, event));
    if (!result) return unavailable;
    return result.failed ? internalError : toAnswer(result.payload);
  };

  const answer = (request: GatewayRequest): Promise<GatewayAnswer> => ask(request).catch(() => internalError);

  return async (request: GatewayRequest): Promise<GatewayAnswer> => {
    if (request.path.startsWith(transactionsPath)) return answer(request);
    return preflight(cors, request) ?? withCors(await answer(request), cors, request);
  };
};
