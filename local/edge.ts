import { readFileSync } from 'node:fs';
import { Agent, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { runInNewContext } from 'node:vm';
import { closeServer } from './close-server.ts';
import { asFromHttpApi } from './cross-origin.ts';
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

const isHandler = (value: unknown): value is Handler => typeof value === 'function';

/** The CloudFront function as code. On AWS it imports `cloudfront`; here, the edge itself sets the origin. */
export const loadViewerRequest = (source = readFileSync('functions/edge/viewer-request.js', 'utf8')): Handler => {
  const body = source.replace("import cf from 'cloudfront';", '');
  const handler: unknown = runInNewContext(`${body}\nhandler;`, { cf: { updateRequestOrigin: () => undefined } });
  if (!isHandler(handler)) throw new Error('functions/edge/viewer-request.js has no handler.');
  return handler;
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
  const headers: Record<string, EdgeValue> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value === undefined || perConnection.has(name)) continue;
    headers[name] = { value: Array.isArray(value) ? value.join(', ') : value };
  }
  return { method: incoming.method ?? 'GET', uri, querystring: toQuerystring(query), headers };
};

const toViewerHeaders = (headers: IncomingHttpHeaders): IncomingHttpHeaders => {
  const {
    connection: _connection,
    'keep-alive': _keepAlive,
    'transfer-encoding': _transferEncoding,
    ...rest
  } = headers;
  return rest;
};

const unanswered = refusal(502, 'The functions do not answer.');
const broken = refusal(503, 'The edge function failed.');

interface Origin {
  readonly port: number;
  /** Proves to the functions that a request came by the edge. */
  readonly secret: string | undefined;
}

export interface Edge {
  readonly stop: () => Promise<void>;
}

/**
 * Does on a port what CloudFront does on AWS: runs the viewer-request function and passes the request on. As at API
 * Gateway, only complete requests are passed on, and those that are too large are refused.
 */
export const startEdge = (port: number, origin: Origin, limits: Limits = usualLimits): Promise<Edge> => {
  const viewerRequest = loadViewerRequest();
  // Idle connections last two seconds at most. The functions close them after five, and a request sent at that moment
  // would be lost.
  const agent = new Agent({ keepAlive: true, maxSockets: 256, timeout: 2000 });

  const forward = (incoming: IncomingMessage, outgoing: ServerResponse, body: Buffer): void => {
    const url = incoming.url ?? '/';
    const mark = url.indexOf('?');
    const query = mark < 0 ? '' : url.slice(mark + 1);
    const edited = viewerRequest({ request: toEdgeRequest(incoming, mark < 0 ? url : url.slice(0, mark), query) });
    const headers: Record<string, string> = {};
    for (const [name, { value }] of Object.entries(edited.headers)) headers[name] = value;
    headers.host = `127.0.0.1:${origin.port}`;
    headers['cloudfront-viewer-address'] = `${incoming.socket.remoteAddress}:${incoming.socket.remotePort}`;
    if (origin.secret !== undefined) headers['x-origin-secret'] = origin.secret;
    if (body.length > 0) headers['content-length'] = String(body.length);
    // CORS keeps this header from other sites' pages, but not from a page whose own name was made to mean 127.0.0.1.
    if (isOfForeignPage(incoming)) delete headers['x-gatehouse-clock'];

    const path = query ? `${edited.uri}?${query}` : edited.uri;
    const onward = send({ agent, host: '127.0.0.1', port: origin.port, method: incoming.method, path, headers });
    onward.once('response', async (answer) => {
      // Read completely, so that a slow viewer does not keep others from the functions.
      const whole = await buffer(answer).catch(() => undefined);
      if (whole === undefined) outgoing.destroy();
      if (outgoing.destroyed || whole === undefined) return;
      outgoing.setTimeout(limits.idleMs, () => outgoing.destroy());
      outgoing.writeHead(answer.statusCode ?? 502, asFromHttpApi(toViewerHeaders(answer.headers), incoming)).end(whole);
    });
    onward.on('error', () => {
      if (!outgoing.destroyed) refuse(incoming, outgoing, unanswered, limits);
    });
    outgoing.once('close', () => {
      if (!outgoing.writableFinished) onward.destroy();
    });
    onward.end(body);
  };

  const server = createWholeServer((incoming, outgoing, body) => {
    try {
      forward(incoming, outgoing, body);
    } catch {
      refuse(incoming, outgoing, broken, limits);
    }
  }, limits);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () =>
      resolve({
        stop: async () => {
          await closeServer(server);
          agent.destroy();
        },
      }),
    );
  });
};
