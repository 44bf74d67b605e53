import { spawn } from 'node:child_process';
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import * as v from 'valibot';
import { Refusal, UsageError } from '../failures.ts';

/** The port that the app client of operators has as a callback URL, unless another one is given. */
export const usualPort = 8976;

/** Where the browser comes back to. */
export const callbackUrl = (port: number): string => `http://localhost:${port}/callback`;

interface Wanted {
  readonly endpoint: string;
  readonly clientId: string;
  readonly port: number;
  /** Shows people where to sign in. */
  readonly show: (url: string) => void;
  readonly opensBrowser: boolean;
}

const Tokens = v.object({ access_token: v.string(), refresh_token: v.string() });
const OAuthFailure = v.fallback(v.object({ error: v.string(), error_description: v.optional(v.string()) }), {
  error: 'The answer is no JSON.',
});

const openers: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

// Where there is no browser, the address is on the terminal.
const openBrowser = (url: string): void => {
  const [command, ...args] = openers[process.platform] ?? ['xdg-open'];
  const opener = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
  opener.on('error', () => undefined);
  opener.unref();
};

const isSame = (given: string, expected: string): boolean =>
  given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));

const page = (title: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><p>${title} You can close this page.</p></html>`;

const answer = (response: ServerResponse, status: number, title: string): void => {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'",
    'referrer-policy': 'no-referrer',
    connection: 'close',
  });
  response.end(page(title));
};

const listen = async (port: number, onRequest: (request: IncomingMessage, response: ServerResponse) => void) => {
  const server = createServer(onRequest).listen(port, '127.0.0.1');
  await once(server, 'listening').catch((cause: unknown) => {
    throw new UsageError(
      `Port ${port} of this machine is taken, and the browser has to come back to it. Give --port with another one, if ` +
        `the app client has ${callbackUrl(port).replace(String(port), '<port>')} as a callback URL.`,
      { cause },
    );
  });
  return server;
};

const codeFrom = async ({ port, show, opensBrowser }: Wanted, url: URL, state: string): Promise<string> => {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const server = await listen(port, (request, response) => {
    const asked = new URL(request.url ?? '/', callbackUrl(port));
    if (asked.pathname !== '/callback') return answer(response, 404, 'There is nothing here.');
    const query = asked.searchParams;
    // Another page of this browser may ask for it, too.
    if (!isSame(query.get('state') ?? '', state))
      return answer(response, 400, 'This is not the sign-in that was begun.');
    const error = query.get('error');
    answer(response, 200, error ? 'The sign-in did not succeed.' : 'You are signed in.');
    if (error) reject(new Refusal(error, query.get('error_description') ?? 'The sign-in did not succeed.'));
    else resolve(query.get('code') ?? '');
  });
  try {
    show(url.href);
    if (opensBrowser) openBrowser(url.href);
    return await promise;
  } finally {
    server.close();
    server.closeAllConnections();
  }
};

/**
 * Has somebody sign in with a browser, by an authorization code with PKCE (RFC 8252, RFC 7636), and gives the tokens. Throws
 * UsageError where the port is taken, Refusal where the sign-in does not succeed.
 */
export const signInByBrowser = async (wanted: Wanted): Promise<v.InferOutput<typeof Tokens>> => {
  const { endpoint, clientId, port } = wanted;
  const [state, verifier] = [randomBytes(24).toString('base64url'), randomBytes(48).toString('base64url')];
  const url = new URL('/oauth2/authorize', endpoint);
  url.search = new URLSearchParams({
    client_id: clientId,
    response_type: 'code',
    scope: 'openid aws.cognito.signin.user.admin',
    redirect_uri: callbackUrl(port),
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString();
  const code = await codeFrom(wanted, url, state);
  const told = await fetch(new URL('/oauth2/token', endpoint), {
    method: 'POST',
    redirect: 'error',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: clientId,
      code,
      redirect_uri: callbackUrl(port),
      code_verifier: verifier,
    }),
  });
  const body: unknown = await told.json().catch(() => undefined);
  const tokens = v.safeParse(Tokens, body);
  if (told.ok && tokens.success) return tokens.output;
  const { error, error_description: more } = v.parse(OAuthFailure, body);
  throw new Refusal(error, more ?? `The token endpoint answered with status ${told.status}.`);
};

/** Ends the session of a refresh token (RFC 7009). Throws Refusal. */
export const endSession = async (endpoint: string, clientId: string, token: string): Promise<void> => {
  const told = await fetch(new URL('/oauth2/revoke', endpoint), {
    method: 'POST',
    redirect: 'error',
    body: new URLSearchParams({ client_id: clientId, token }),
  });
  if (!told.ok) throw new Refusal('RevocationFailed', `The revocation endpoint answered with status ${told.status}.`);
};
