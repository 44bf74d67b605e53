import { readFileSync } from 'node:fs';
import { Agent, createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import { runInNewContext } from 'node:vm';

interface EdgeValue {
  readonly value: string;
}

interface EdgeRequest {
  readonly method: string;
  readonly uri: string;
  readonly querystring: Readonly<Record<string, EdgeValue & { readonly multiValue?: readonly EdgeValue[] }>>;
  readonly headers: Record<string, EdgeValue>;
}

type Handler = (event: { readonly request: EdgeRequest }) => EdgeRequest;

const isHandler = (value: unknown): value is Handler => typeof value === 'function';

/** The CloudFront function, as code: it imports `cloudfront` there; here the origin is set by the edge itself. */
export const loadViewerRequest = (source = readFileSync('functions/edge/viewer-request.js', 'utf8')): Handler => {
  const body = source.replace("import cf from 'cloudfront';", '');
  const handler: unknown = runInNewContext(`${body}\nhandler;`, { cf: { updateRequestOrigin: () => undefined } });
  if (!isHandler(handler)) throw new Error('functions/edge/viewer-request.js has no handler.');
  return handler;
};

const toQuerystring = (query: string): EdgeRequest['querystring'] => {
  const found: Record<string, { value: string; multiValue?: EdgeValue[] }> = {};
  for (const pair of query.split('&').filter(Boolean)) {
    const mark = pair.indexOf('=');
    const name = mark < 0 ? pair : pair.slice(0, mark);
    const value = mark < 0 ? '' : pair.slice(mark + 1);
    const known = found[name];
    if (known) known.multiValue = [...(known.multiValue ?? [{ value: known.value }]), { value }];
    else found[name] = { value };
  }
  return found;
};

const toEdgeRequest = (incoming: IncomingMessage): EdgeRequest => {
  const [uri = '/', query = ''] = (incoming.url ?? '/').split(/\?(.*)/s);
  const headers: Record<string, EdgeValue> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = { value: Array.isArray(value) ? value.join(', ') : value };
  }
  return { method: incoming.method ?? 'GET', uri, querystring: toQuerystring(query), headers };
};

const exposed = 'date, x-amzn-requestid, x-amzn-errortype, x-amzn-errormessage, x-amz-request-id';

// serverless-offline echoes the origin and allows credentials; an HTTP API that allows every origin says so.
const asFromHttpApi = (headers: IncomingMessage['headers']): IncomingMessage['headers'] => {
  if (headers['access-control-allow-origin'] === undefined) return headers;
  const { 'access-control-allow-credentials': _dropped, ...rest } = headers;
  const preflight = headers['access-control-allow-methods'] !== undefined;
  return {
    ...rest,
    'access-control-allow-origin': '*',
    ...(!preflight && { 'access-control-expose-headers': exposed }),
  };
};

export interface Edge {
  readonly stop: () => Promise<void>;
}

/** What CloudFront does for the API on AWS, at a port: runs the viewer-request function and hands the request on. */
export const startEdge = (
  port: number,
  origin: { readonly port: number; readonly secret: string | undefined },
): Promise<Edge> => {
  const viewerRequest = loadViewerRequest();
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });

  const forward = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const { uri, headers } = viewerRequest({ request: toEdgeRequest(incoming) });
    const forwarded = Object.fromEntries(Object.entries(headers).map(([name, { value }]) => [name, value]));
    const [, query] = (incoming.url ?? '').split(/\?(.*)/s);
    const onward = send(
      {
        agent,
        host: '127.0.0.1',
        port: origin.port,
        method: incoming.method,
        path: query ? `${uri}?${query}` : uri,
        headers: {
          ...forwarded,
          host: `127.0.0.1:${origin.port}`,
          'cloudfront-viewer-address': `${incoming.socket.remoteAddress ?? '127.0.0.1'}:${incoming.socket.remotePort ?? 0}`,
          ...(origin.secret !== undefined && { 'x-origin-secret': origin.secret }),
        },
      },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, asFromHttpApi(answer.headers));
        answer.pipe(outgoing);
      },
    );
    onward.on('error', () => {
      if (!outgoing.headersSent) outgoing.writeHead(502, { 'content-type': 'application/json' });
      outgoing.end('{"message":"The functions do not answer."}');
    });
    incoming.pipe(onward);
  };

  const server = createServer(forward);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () =>
      resolve({
        stop: async () => {
          server.closeAllConnections();
          agent.destroy();
          await new Promise((closed) => server.close(closed));
        },
      }),
    );
  });
};
