import { decoded, type Match } from './routes.ts';

/** A request as it reaches API Gateway. */
export interface GatewayRequest {
  readonly method: string;
  /** As it was sent, still percent-encoded. */
  readonly path: string;
  /** As it was sent, without the question mark. */
  readonly query: string;
  /** Names in lower case; the values of a header that came more than once are joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly sourceIp: string;
}

interface Meta {
  readonly requestId: string;
  readonly accountId: string;
  /** In milliseconds since 1970. */
  readonly time: number;
}

const apiId = 'local';
const domainName = `${apiId}.execute-api.localhost`;

// Every other body is handed over in base64.
const text = /^(?:text\/[^;]*|application\/(?:json|xml|javascript))\s*(?:;|$)/i;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

// 12/Mar/2020:19:03:58 +0000
const asLogged = (time: number): string => {
  const iso = new Date(time).toISOString();
  return `${iso.slice(8, 10)}/${months[Number(iso.slice(5, 7)) - 1]}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`;
};

// Values of a name that comes more than once are joined by commas, as those of headers are.
const parametersOf = (query: string): Record<string, string> => {
  const found = new Map<string, string[]>();
  for (const pair of query.split('&').filter(Boolean)) {
    const [name = '', ...rest] = pair.replaceAll('+', ' ').split('=');
    const values = found.get(decoded(name)) ?? [];
    values.push(decoded(rest.join('=')));
    found.set(decoded(name), values);
  }
  return Object.fromEntries([...found].map(([name, values]) => [name, values.join(',')]));
};

const cookiesOf = (header: string): string[] => header.split(/;\s*/).filter(Boolean);

const bodyOf = ({ body, headers }: GatewayRequest) => {
  if (body.length === 0) return { isBase64Encoded: false };
  const isBase64Encoded = !text.test(headers['content-type'] ?? '');
  return { body: body.toString(isBase64Encoded ? 'base64' : 'utf8'), isBase64Encoded };
};

/**
 * The event that an HTTP API hands to a function, in payload format 2.0. What a request lacks is missing in the event.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export const toEvent = (request: GatewayRequest, { routeKey, pathParameters }: Match, meta: Meta) => {
  const { method, path, query, sourceIp } = request;
  const { requestId, accountId, time } = meta;
  const { cookie, 'x-forwarded-for': forwarded, ...headers } = request.headers;
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: query,
    ...(cookie && { cookies: cookiesOf(cookie) }),
    headers: {
      ...headers,
      host: domainName,
      ...(request.body.length > 0 && { 'content-length': String(request.body.length) }),
      'x-forwarded-for': forwarded ? `${forwarded}, ${sourceIp}` : sourceIp,
    },
    ...(query && { queryStringParameters: parametersOf(query) }),
    requestContext: {
      accountId,
      apiId,
      domainName,
      domainPrefix: apiId,
      http: { method, path, protocol: 'HTTP/1.1', sourceIp, userAgent: headers['user-agent'] ?? '' },
      requestId,
      routeKey,
      stage: '$default',
      time: asLogged(time),
      timeEpoch: time,
    },
    ...bodyOf(request),
    ...(pathParameters && { pathParameters }),
  };
};
