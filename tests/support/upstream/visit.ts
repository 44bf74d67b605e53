import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { outboundHost, testAuthority } from '../outbound-server.ts';

/** What a provider answered. */
export interface Visited {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const authority = readFileSync(testAuthority);

interface Visiting {
  /** Posted as a form. */
  readonly form?: Readonly<Record<string, string>>;
  readonly cookies?: Map<string, string>;
}

const keep = (cookies: Map<string, string>, lines: readonly string[] = []): void => {
  for (const line of lines) {
    const [pair = ''] = line.split(';');
    const mark = pair.indexOf('=');
    cookies.set(pair.slice(0, mark), pair.slice(mark + 1));
  }
};

/** Asks a provider as a browser would. Every host is at the server of this run. */
export const visit = async (address: string, { form, cookies = new Map() }: Visiting = {}): Promise<Visited> => {
  const url = new URL(address);
  const [host, port] = outboundHost().split(':');
  const body = form && new URLSearchParams(form).toString();
  const { promise, resolve, reject } = Promise.withResolvers<Visited>();
  request(
    {
      host,
      port,
      family: 4,
      servername: url.hostname,
      ca: authority,
      path: `${url.pathname}${url.search}`,
      method: form ? 'POST' : 'GET',
      headers: {
        host: url.host,
        ...(cookies.size > 0 && { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }),
        ...(body !== undefined && {
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': String(Buffer.byteLength(body)),
        }),
      },
    },
    (response) => {
      const { statusCode: status = 0, headers } = response;
      keep(cookies, headers['set-cookie']);
      text(response).then((answered) => resolve({ status, headers, body: answered }), reject);
    },
  )
    .on('error', reject)
    .end(body);
  return promise;
};

/** Says at a social provider who signs in, or turns back. Gives where the browser is led; for Apple, with its form as a query. */
export const answerAtProvider = async (
  address: string,
  user: object | undefined,
): Promise<{ readonly location: URL; readonly isPost: boolean }> => {
  const form = { user: JSON.stringify(user ?? {}), answer: user ? 'allow' : 'deny' };
  const { status, headers, body } = await visit(address, { form });
  if (status === 302) return { location: new URL(headers.location ?? ''), isPost: false };
  const unescaped = (escaped = ''): string =>
    escaped.replace(/&#(\d+);/g, (_all, code) => String.fromCharCode(Number(code)));
  const action = /action="([^"]*)"/.exec(body)?.[1];
  if (action === undefined) throw new Error(`The provider refused: ${status} ${body}`);
  const location = new URL(unescaped(action));
  for (const [, name = '', value] of body.matchAll(/name="([^"]*)" value="([^"]*)"/g)) {
    location.searchParams.set(name, unescaped(value));
  }
  return { location, isPost: true };
};

/** Signs in at a provider of npm's oidc-provider. Gives where the browser is led in the end. */
export const signInUpstream = async (address: string, user: object): Promise<URL> => {
  const cookies = new Map<string, string>();
  const { host } = new URL(address);
  let at = address;
  let answer = await visit(at, { cookies });
  // The page of sign-in, and redirects between the provider's own addresses.
  for (let steps = 0; steps < 8; steps += 1) {
    const { location } = answer.headers;
    if (location !== undefined) {
      const next = new URL(location, at);
      if (next.host !== host) return next;
      at = next.href;
      answer = await visit(at, { cookies });
    } else {
      if (answer.status !== 200) throw new Error(`The provider refused: ${answer.status} ${answer.body}`);
      answer = await visit(at, { cookies, form: { user: JSON.stringify(user) } });
    }
  }
  throw new Error('The provider leads nowhere.');
};
