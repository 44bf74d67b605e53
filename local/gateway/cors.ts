import type { GatewayAnswer } from './answer.ts';
import type { GatewayRequest } from './event.ts';

/** What an HTTP API tells pages of other origins. `maxAge` is in seconds. */
export interface Cors {
  readonly allowedOrigins: readonly string[];
  readonly allowedMethods: readonly string[];
  readonly allowedHeaders: readonly string[];
  readonly exposedResponseHeaders: readonly string[];
  readonly maxAge: number;
}

/** Below this path, functions say themselves which origin may read what they answer: their API has no CORS. */
export const transactionsPath = '/transactions/';

type Asked = Pick<GatewayRequest, 'headers' | 'method'>;

const allowedOrigin = ({ allowedOrigins }: Cors, { headers: { origin } }: Asked): string | undefined => {
  if (origin === undefined) return undefined;
  if (allowedOrigins.includes('*')) return '*';
  return allowedOrigins.includes(origin) ? origin : undefined;
};

const ofCors = /^access-control-/;

/** The answer with the API's own headers for other origins; those of the function do not count. */
export const withCors = (answer: GatewayAnswer, cors: Cors, asked: Asked): GatewayAnswer => {
  const origin = allowedOrigin(cors, asked);
  const kept = Object.entries(answer.headers).filter(([name]) => !ofCors.test(name));
  return {
    ...answer,
    headers: {
      ...Object.fromEntries(kept),
      ...(origin !== undefined && {
        'access-control-allow-origin': origin,
        'access-control-expose-headers': cors.exposedResponseHeaders.join(','),
      }),
    },
  };
};

/**
 * The answer to an OPTIONS request, which the API gives in place of its functions; undefined for other requests. A page
 * that asks nothing is told nothing.
 */
export const preflight = (cors: Cors, asked: Asked): GatewayAnswer | undefined => {
  if (asked.method !== 'OPTIONS') return undefined;
  const asksNothing = asked.headers['access-control-request-method'] === undefined;
  if (asksNothing || allowedOrigin(cors, asked) === undefined)
    return { status: 204, headers: {}, body: Buffer.alloc(0) };
  const headers = {
    'access-control-allow-headers': cors.allowedHeaders.join(','),
    'access-control-allow-methods': cors.allowedMethods.join(','),
    'access-control-max-age': String(cors.maxAge),
  };
  const { headers: origin } = withCors({ status: 204, headers: {}, body: Buffer.alloc(0) }, cors, asked);
  return { status: 204, headers: { ...origin, ...headers }, body: Buffer.alloc(0) };
};
