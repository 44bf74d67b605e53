import { EventEmitter, once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, request, type Server } from 'node:https';
import { text } from 'node:stream/consumers';
import { closeServer } from '#local/close-server.ts';
import { stack } from './stack.ts';
import { readRequest, sendAnswer } from './upstream/exchange.ts';
import { answerAs, shapeAt } from './upstream/oidc-providers.ts';
import { isScriptedProvider, scriptedProviderAnswer } from './upstream/scripted-provider.ts';
import { socialAnswer, socialHosts } from './upstream/social.ts';

const fileOf = (name: string): string => new URL(`./certificates/${name}`, import.meta.url).pathname;

/** The path of the certificate of the authority that made the server's certificate. */
export const testAuthority = fileOf('authority.pem');

/** What the server answers. */
export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON, or text as it is. */
  readonly body?: unknown;
  /** Milliseconds until the answer. */
  readonly after?: number;
  /** How many bytes it has, in place of a body. */
  readonly bytes?: number;
}

const scripts = '/scripted/';
const counts = '/count';
const published = '/published/';
const receivers = '/received/';

/** What is added to a URL to count the requests alone that ask for a padded answer. */
export const padded = '/padded';

/** The path below which the server gives what tests publish. */
export const publishedPath = published.slice(0, -1);

/** The path under which the server answers, with the status 400, what it was asked. */
export const echoPath = '/echo';

/**
 * The path under which the server gives these answers, one after the other; the last one stays. `name` keeps apart what
 * would have the same answers.
 */
export const scriptedPath = (name: string, ...answers: readonly ScriptedAnswer[]): string =>
  `${scripts}${name}/${Buffer.from(JSON.stringify(answers)).toString('base64url')}`;

/** The path of a receiver that keeps what it is sent, and gives these answers as `scriptedPath` does. */
const receiverPath = (name: string, ...answers: readonly ScriptedAnswer[]): string =>
  `${receivers}${name}/${Buffer.from(JSON.stringify(answers)).toString('base64url')}`;

/** An HTTPS server that answers what the path says, and counts. Its certificate has the names of known providers, too. */
export const createOutboundServer = (): Server => {
  const asked = new Map<string, number>();
  const documents = new Map<string, string>();
  const received = new Map<string, string[]>();
  const news = new EventEmitter().setMaxListeners(0);
  // Waits until so many have come.
  const tellReceived = async (url: string, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(url, 'https://localhost');
    while ((received.get(pathname)?.length ?? 0) < Number(searchParams.get('atLeast'))) await once(news, pathname);
    response.end(JSON.stringify(received.get(pathname) ?? []));
  };
  return createServer(
    { key: readFileSync(fileOf('localhost-key.pem')), cert: readFileSync(fileOf('localhost.pem')) },
    async (request, response) => {
      const { url = '' } = request;
      if (url !== echoPath && (await isProviderAnswer(request, response))) return;
      if (url === echoPath) {
        const { method, headers } = request;
        const body = await text(request);
        response.writeHead(400, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ method, headers, body }));
        return;
      }
      if (request.method === 'PUT') {
        documents.set(url, await text(request));
        response.end();
        return;
      }
      if (url.startsWith(counts)) {
        response.end(String(asked.get(url.slice(counts.length)) ?? 0));
        return;
      }
      if (url.startsWith(receivers)) {
        if (request.method === 'GET') return tellReceived(url, response);
        received.set(url, [...(received.get(url) ?? []), await text(request)]);
        news.emit(url);
      }
      const number = asked.get(url) ?? 0;
      asked.set(url, number + 1);
      const filledUp = `${url}${padded}`;
      if (request.headers['add-padding'] === 'true') asked.set(filledUp, (asked.get(filledUp) ?? 0) + 1);
      if (url.startsWith(published)) {
        const document = documents.get(url);
        const type = document?.startsWith('{') ? { 'content-type': 'application/json' } : {};
        response.writeHead(document === undefined ? 404 : 200, type).end(document);
        return;
      }
      const answers: ScriptedAnswer[] = JSON.parse(Buffer.from(url.split('/')[3] ?? '', 'base64url').toString());
      const answer = answers[Math.min(number, answers.length - 1)] ?? {};
      const { status = 200, headers = {}, bytes = 0, body = bytes > 0 ? 'x'.repeat(bytes) : {}, after = 0 } = answer;
      setTimeout(() => {
        response.writeHead(status, { 'content-type': 'application/json', ...headers });
        response.end(typeof body === 'string' ? body : JSON.stringify(body));
      }, after).unref();
    },
  );
};

// Providers to sign in through stand on the same server.
const isProviderAnswer = async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
  const { url = '', headers } = request;
  const { host = '' } = headers;
  const shape = shapeAt(url);
  const isSocial = socialHosts.includes(host.replace(/:\d+$/, ''));
  if (shape) await answerAs(shape, host, request, response);
  else if (isSocial) sendAnswer(response, await socialAnswer(await readRequest(request)));
  else if (isScriptedProvider(url)) {
    sendAnswer(response, await scriptedProviderAnswer(await readRequest(request), `https://${host}`));
  } else return false;
  return true;
};

/** Starts the server of a run. */
export const startOutboundServer = async (): Promise<{
  /** The hosts that it answers for, as the stack is told them: its own first. */
  readonly hosts: string;
  readonly stop: () => Promise<void>;
}> => {
  const server = createOutboundServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('The server has no port.');
  const own = `localhost:${address.port}`;
  return {
    hosts: [own, ...socialHosts.map((host) => `${host}=${own}`)].join(','),
    stop: () => closeServer(server),
  };
};

/** The host and port of the server of this run, from which the stack may fetch. */
export const outboundHost = (): string => stack().env.GATEHOUSE_OUTBOUND_HOSTS?.split(',')[0] ?? '';

/** The URL of those answers at the server of this run, from which the stack may fetch. */
export const scriptedUrl = (name: string, ...answers: readonly ScriptedAnswer[]): string =>
  `https://${outboundHost()}${scriptedPath(name, ...answers)}`;

/** The URL of a receiver of this run, which keeps what is posted to it, and gives these answers one after the other. */
export const receiverUrl = (name: string, ...answers: readonly ScriptedAnswer[]): string =>
  `https://${outboundHost()}${receiverPath(name, ...answers)}`;

/** What was posted to a receiver, as soon as it is so much at least. */
export const receivedAt = async (url: string, atLeast = 0): Promise<readonly string[]> => {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  request(`${url}?atLeast=${atLeast}`, { ca: readFileSync(testAuthority), family: 4 }, (response) => {
    text(response).then(resolve, reject);
  })
    .on('error', reject)
    .end();
  return JSON.parse(await promise);
};

/** Publishes a document at the server of this run, and gives its URL. The same name replaces the one before. */
export const publish = async (name: string, document: string): Promise<string> => {
  const url = `https://${outboundHost()}${published}${name}`;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  request(url, { method: 'PUT', ca: readFileSync(testAuthority), family: 4 }, (response) => {
    response.resume().on('end', resolve);
  })
    .on('error', reject)
    .end(document);
  await promise;
  return url;
};

/** How often a URL of the server was asked for. */
export const timesAsked = async (url: string): Promise<number> => {
  const { origin, pathname } = new URL(url);
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  request(`${origin}${counts}${pathname}`, { ca: readFileSync(testAuthority), family: 4 }, (response) => {
    text(response).then((count) => resolve(Number(count)), reject);
  })
    .on('error', reject)
    .end();
  return promise;
};
