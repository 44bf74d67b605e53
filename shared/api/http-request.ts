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
}

const viewerAddress = (headers: Readonly<Record<string, string>>): string | undefined =>
  headers['cloudfront-viewer-address']?.replace(/:\d+$/, '');

/** The viewer's request in an HTTP API event, payload version 2. */
export const toHttpRequest = (event: APIGatewayProxyEventV2, requestId: string): HttpRequest => {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(event.headers ?? {})) {
    if (value !== undefined) headers[name.toLowerCase()] = value;
  }
  const uri = headers['x-orig-uri'] ?? event.rawPath ?? '/';
  const mark = uri.indexOf('?');
  if (headers['x-orig-host'] !== undefined) headers.host = headers['x-orig-host'];
  if (headers['x-orig-authorization'] !== undefined) headers.authorization = headers['x-orig-authorization'];
  return {
    method: event.requestContext?.http?.method ?? 'POST',
    path: mark < 0 ? uri : uri.slice(0, mark),
    query: mark < 0 ? (event.rawQueryString ?? '') : uri.slice(mark + 1),
    headers,
    body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
    sourceIp: viewerAddress(headers) ?? event.requestContext?.http?.sourceIp ?? '',
    requestId,
  };
};
