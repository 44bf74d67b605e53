import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** A request as the viewer sent it: the edge moved target, host and path out of the way and kept copies. */
export interface HttpRequest {
  readonly method: string;
  /** Path as signed by the viewer, still percent-encoded. */
  readonly path: string;
  /** Query string as sent, without the question mark. */
  readonly query: string;
  /** Lower-case names; host, authorization are the viewer's. */
  readonly headers: Readonly<Record<string, string>>;
  /** The very bytes of the body. */
  readonly body: Uint8Array;
  /** The viewer's address as far as the edge or the gateway knows it. */
  readonly sourceIp: string;
  readonly requestId: string;
  /** The secrets that the gateway says the edge proves itself by; none where it says nothing. */
  readonly originSecrets: readonly string[];
}

/** An HTTP API event, payload version 2, of which nothing is taken on trust. */
export type HttpEvent = { readonly [Member in keyof APIGatewayProxyEventV2]?: unknown };

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const textAt = (value: unknown, ...path: readonly string[]): string | undefined => {
  const found = path.reduce<unknown>((from, name) => (isObject(from) ? Reflect.get(from, name) : undefined), value);
  return typeof found === 'string' ? found : undefined;
};

const viewerAddress = (headers: Readonly<Record<string, string>>): string | undefined =>
  headers['cloudfront-viewer-address']?.replace(/:\d+$/, '');

// What is there and no text somebody read as JSON already: it is made what it was.
const bodyOf = ({ body, isBase64Encoded }: HttpEvent): Uint8Array => {
  if (body === undefined || body === null) return Buffer.alloc(0);
  if (typeof body !== 'string') return Buffer.from(JSON.stringify(body));
  return Buffer.from(body, isBase64Encoded === true ? 'base64' : 'utf8');
};

const originSecretsOf = (event: HttpEvent): readonly string[] =>
  ['originSecretFirst', 'originSecretSecond'].flatMap((name) => textAt(event, 'stageVariables', name) || []);

/** The viewer's request in an event, whatever is missing in it. */
export const toHttpRequest = (event: HttpEvent, requestId: string): HttpRequest => {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(event.headers ?? {})) {
    if (typeof value === 'string') headers[name.toLowerCase()] = value;
  }
  const uri = headers['x-orig-uri'] ?? textAt(event, 'rawPath') ?? '/';
  const mark = uri.indexOf('?');
  if (headers['x-orig-host'] !== undefined) headers.host = headers['x-orig-host'];
  if (headers['x-orig-authorization'] !== undefined) headers.authorization = headers['x-orig-authorization'];
  return {
    method: textAt(event, 'requestContext', 'http', 'method') ?? 'POST',
    path: mark < 0 ? uri : uri.slice(0, mark),
    query: mark < 0 ? (textAt(event, 'rawQueryString') ?? '') : uri.slice(mark + 1),
    headers,
    body: bodyOf(event),
    sourceIp: viewerAddress(headers) ?? textAt(event, 'requestContext', 'http', 'sourceIp') ?? '',
    requestId,
    originSecrets: originSecretsOf(event),
  };
};
