import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TlsOptions } from 'node:tls';
import { closeServer } from './close-server.ts';
import { isOfConsole, type serveConsole } from './console/serve-console.ts';
import { edgeSource, loadEdgeFunction } from './edge-function.ts';
import type { GatewayAnswer } from './gateway/answer.ts';
import type { GatewayRequest } from './gateway/event.ts';
import { messagesPath } from './mailbox/own-messages.ts';
import { isOfForeignPage } from './own-pages.ts';
import { type Limits, usualLimits } from './serving/limits.ts';
import { refusal, refuse } from './serving/refusal.ts';
import { createWholeServer } from './serving/server.ts';

interface EdgeValue {
  readonly value: string;
}

/** A request in the form that CloudFront gives to its functions. */
export interface EdgeRequest {
  readonly method: string;
  readonly uri: string;
  readonly querystring: Readonly<Record<string, EdgeValue & { readonly multiValue?: readonly EdgeValue[] }>>;
  readonly headers: Record<string, EdgeValue>;
}

type Handler = (event: { readonly request: EdgeRequest }) => EdgeRequest;

const isEdgeRequest = (value: unknown): value is EdgeRequest =>
  typeof value === 'object' && value !== null && 'uri' in value;

/** The CloudFront function before the APIs, as code. */
export const loadViewerRequest = (source = edgeSource('viewer-request')): Handler => {
  const handler = loadEdgeFunction(source);
  return (event) => {
    const edited = handler(event);
    if (!isEdgeRequest(edited)) throw new Error('functions/edge/viewer-request.js gives no request.');
    return edited;
  };
};

/**
 * A query string in the form that CloudFront gives to its functions: still percent-encoded, with repeated names
 * together.
 */
export const toQuerystring = (query: string): EdgeRequest['querystring'] => {
  const found = new Map<string, EdgeValue[]>();
  for (const pair of query.split('&').filter(Boolean)) {
    const mark = pair.indexOf('=');
    const name = mark < 0 ? pair : pair.slice(0, mark);
    const value = mark < 0 ? '' : pair.slice(mark + 1);
    found.set(name, [...(found.get(name) ?? []), { value }]);
  }
  return Object.fromEntries(
    [...found].map(([name, values]) => [
      name,
      { value: values[0]?.value ?? '', ...(values.length > 1 && { multiValue: values }) },
    ]),
  );
};

const perConnection = new Set([
  'connection',
  'expect',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

const toEdgeRequest = (incoming: IncomingMessage, uri: string, query: string): EdgeRequest => {
  const headers = Object.entries(incoming.headersDistinct)
    .filter(([name]) => !perConnection.has(name))
    .map(([name, values = []]) => [name, { value: values.join(name === 'cookie' ? '; ' : ',') }]);
  return {
    method: incoming.method ?? 'GET',
    uri,
    querystring: toQuerystring(query),
    headers: Object.fromEntries(headers),
  };
};

const unanswered = refusal(502, 'The functions do not answer.');
const broken = refusal(503, 'The edge function failed.');

/** What is behind the edge. */
export interface Origin {
  /** Proves to the functions that a request came by the edge. */
  readonly secret: string | undefined;
  /** Where it rejects, viewers get a 502. */
  readonly answer: (request: GatewayRequest) => Promise<GatewayAnswer>;
  /** Answers what is below /console; nothing of it comes to the functions. */
  readonly console?: ReturnType<typeof serveConsole> | undefined;
  /** Answers pages of the edge's own address with the messages in the mailbox. */
  readonly messages?: ((incoming: IncomingMessage) => Promise<GatewayAnswer>) | undefined;
  /** By how many milliseconds the clock of the whole stack is ahead of the machine's. */
  readonly clockOffset?: (() => number) | undefined;
}

export interface Edge {
  readonly stop: () => Promise<void>;
}

const toOrigin = (
  viewerRequest: Handler,
  { secret, clockOffset }: Origin,
  incoming: IncomingMessage,
  body: Buffer,
): GatewayRequest => {
  const url = incoming.url ?? '/';
  const mark = url.indexOf('?');
  const query = mark < 0 ? '' : url.slice(mark + 1);
  const edited = viewerRequest({ request: toEdgeRequest(incoming, mark < 0 ? url : url.slice(0, mark), query) });
  const { remoteAddress: sourceIp = '', remotePort } = incoming.socket;
  const headers = Object.fromEntries(Object.entries(edited.headers).map(([name, { value }]) => [name, value]));
  headers['cloudfront-forwarded-proto'] = 'encrypted' in incoming.socket ? 'https' : 'http';
  headers['cloudfront-viewer-address'] = `${sourceIp}:${remotePort}`;
  headers['cloudfront-forwarded-proto'] = 'encrypted' in incoming.socket ? 'https' : 'http';
  if (secret !== undefined) headers['x-origin-secret'] = secret;
  // CORS keeps this header from other sites' pages, but not from a page whose own name was made to mean 127.0.0.1.
  if (isOfForeignPage(incoming)) delete headers['x-gatehouse-clock'];
  delete headers['x-gatehouse-clock-offset'];
  const offsetMs = clockOffset?.() ?? 0;
  if (offsetMs !== 0) headers['x-gatehouse-clock-offset'] = String(offsetMs);
  return { method: edited.method, path: edited.uri, query, headers, body, sourceIp };
};

/**
 * Does on a port what CloudFront does on AWS: runs the viewer-request function and passes the request on. As at API
 * Gateway, only complete requests are passed on, and those that are too large are refused. With `tls`, viewers come by HTTPS.
 */
export const startEdge = (
  port: number,
  origin: Origin,
  { limits = usualLimits, tls }: { readonly limits?: Limits; readonly tls?: TlsOptions | undefined } = {},
): Promise<Edge> => {
  const viewerRequest = loadViewerRequest();

  const forward = async (incoming: IncomingMessage, outgoing: ServerResponse, answer: Promise<GatewayAnswer>) => {
    try {
      const { status, headers, body } = await answer;
      if (outgoing.destroyed) return;
      outgoing.setTimeout(limits.idleMs, () => outgoing.destroy());
      const isBodiless = status === 204 || status === 304;
      outgoing.writeHead(status, isBodiless ? headers : { 'content-length': body.length, ...headers }).end(body);
    } catch {
      if (!outgoing.destroyed) refuse(incoming, outgoing, unanswered, limits);
    }
  };

  const take = (incoming: IncomingMessage, outgoing: ServerResponse, body: Buffer): void => {
    const path = incoming.url?.split('?')[0] ?? '/';
    if (origin.messages && path === messagesPath) {
      void forward(incoming, outgoing, origin.messages(incoming));
      return;
    }
    if (origin.console && isOfConsole(path)) {
      const { method = 'GET', headers } = incoming;
      void forward(incoming, outgoing, origin.console({ method, path, headers }));
      return;
    }
    let request: GatewayRequest;
    try {
      request = toOrigin(viewerRequest, origin, incoming, body);
    } catch {
      refuse(incoming, outgoing, broken, limits);
      return;
    }
    void forward(incoming, outgoing, origin.answer(request));
  };
  const server = createWholeServer(take, limits, undefined, tls);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve({ stop: () => closeServer(server) }));
  });
};
