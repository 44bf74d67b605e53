import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { request as requestOverTls } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { stack } from './stack.ts';

// Hosts below localhost have certificates of the stack's own authority.
const overTls = (servername: string) => ({ servername, ca: readFileSync(stack().https?.certificateAuthority ?? '') });

/**
 * A fetch that finds the hosts below `localhost` on this machine, as browsers do and many systems do not: RFC 6761 section
 * 6.3. Redirects are left to the caller.
 */
export const fetchAnyHost = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
  const asked = new Request(input, init);
  const url = new URL(asked.url);
  if (!url.hostname.endsWith('.localhost')) return fetch(asked, { redirect: asked.redirect });
  const body = Buffer.from(await asked.arrayBuffer());
  const { promise, resolve, reject } = Promise.withResolvers<Response>();
  const headers = { ...Object.fromEntries(asked.headers), host: url.host };
  const { port, pathname, search, protocol, hostname } = url;
  const to = { host: '127.0.0.1', port, path: pathname + search, method: asked.method, headers, agent: false };
  const asking = protocol === 'https:' ? requestOverTls({ ...to, ...overTls(hostname) }) : request(to);
  asking
    .on('error', reject)
    .on('response', async (answer) => {
      const found = new Headers();
      for (let at = 0; at < answer.rawHeaders.length; at += 2) {
        found.append(answer.rawHeaders[at] ?? '', answer.rawHeaders[at + 1] ?? '');
      }
      const content = await buffer(answer);
      const { statusCode: status = 200 } = answer;
      resolve(new Response(content.length > 0 ? new Uint8Array(content) : null, { status, headers: found }));
    })
    .end(body);
  return promise;
};
