import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** A request as the viewer sent it. The edge moved target, host and path out of the way and kept copies of them. */
export interface HttpRequest {
  readonly method: string;
  /** The path that the viewer signed, still percent-encoded. */
  readonly path: string;
  /** The query string as it was sent, without the question mark. */
  readonly query: string;
  /** Names in lower case. Host and authorization are the viewer's. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body, byte for byte. */
  readonly body: Uint8Array;
  /** The viewer's address, as far as the edge or the gateway knows it. */
  readonly sourceIp: string;
  readonly requestId: string;
  /** The secrets by which the edge proves itself, according to the gateway; none where it names none. */
  readonly originSecrets: readonly string[];
}

/** An HTTP API event, payload version 2. Nothing in it is taken on trust. */
export type HttpEvent = { readonly [Member in keyof APIGatewayProxyEventV2]?: unknown };

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const textAt = (value: unknown, ...path: readonly string[]): string | undefined => {
  const found = path.reduce<unknown>((from, name) => (isObject(from) ? Reflect.get(from, name) : undefined), value);
  return typeof found === 'string' ? found : undefined;
};

const viewerAddress = (headers: Readonly<Record<string, string>>): string | undefined =>
  headers['cloudfront-viewer-address']?.replace(/:\d+$/, '');

// A body that is not text was parsed as JSON on its way: it is turned back into text.
const bodyOf = ({ body, isBase64Encoded }: HttpEvent): Uint8Array => {
  if (body === undefined || body === null) return Buffer.alloc(0);
  if (typeof body !== 'string') return Buffer.from(JSON.stringify(body));
  return Buffer.from(body, isBase64Encoded === true ? 'base64' : 'utf8');
};

const originSecretsOf = (event: HttpEvent): readonly string[] =>
  ['originSecretFirst', 'originSecretSecond'].flatMap((name) => textAt(event, 'stageVariables', name) || []);

/** The viewer's request in an event, whatever the event lacks. */
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
