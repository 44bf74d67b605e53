import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

/** A request to a stand-in of a provider. */
export interface UpstreamRequest {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
  readonly authorization: string | undefined;
}

/** What it answers. */
export interface UpstreamAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON, or text as it is. */
  readonly body?: unknown;
  /** Milliseconds until the answer. */
  readonly after?: number;
}

/** Reads a request whole. */
export const readRequest = async (request: IncomingMessage): Promise<UpstreamRequest> => {
  const { method = 'GET', headers, url = '/' } = request;
  const { hostname, pathname, searchParams } = new URL(url, `https://${headers.host}`);
  const form = new URLSearchParams(await text(request));
  return { method, host: hostname, path: pathname, query: searchParams, form, authorization: headers.authorization };
};

/** Sends an answer. */
export const sendAnswer = (
  response: ServerResponse,
  { status = 200, headers = {}, body = {}, after = 0 }: UpstreamAnswer,
): void => {
  setTimeout(() => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  }, after);
};

/** A page. */
export const page = (body: string): UpstreamAnswer => ({
  headers: { 'content-type': 'text/html;charset=UTF-8' },
  body: `<!doctype html><title>provider</title>${body}`,
});

/** A redirect. Parameters without a value are left out. */
export const redirectTo = (
  address: string,
  parameters: Readonly<Record<string, string | undefined>>,
): UpstreamAnswer => {
  const location = new URL(address);
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined) location.searchParams.set(name, value);
  return { status: 302, headers: { location: location.href }, body: '' };
};

/** Values behind codes and tokens. A code is given back once. */
export const newVault = <T>() => {
  const values = new Map<string, T>();
  return {
    keep: (value: T): string => {
      const id = randomUUID();
      values.set(id, value);
      return id;
    },
    take: (id: string): T | undefined => {
      const value = values.get(id);
      values.delete(id);
      return value;
    },
    find: (id: string): T | undefined => values.get(id),
  };
};

/** The refusal of a token endpoint: RFC 6749 section 5.2. */
export const tokenRefusal = (error: string, status = 400): UpstreamAnswer => ({ status, body: { error } });

/** The secret that stand-ins expect of a client. */
export const secretFor = (clientId: string): string => `secret of ${clientId}`;
