import { type IncomingHttpHeaders, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { stack } from './stack.ts';

interface AnswerAtHost {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A public key as a pool publishes it. */
export interface PublishedKey {
  readonly kid: string;
  readonly alg: string;
  readonly kty: string;
  readonly use: string;
  readonly n: string;
  readonly e: string;
}

/** The answer to a GET of a path, `ahead` milliseconds from now. */
export const get = (path: string, { ahead = 0 } = {}): Promise<Response> =>
  fetch(`${stack().endpoint}${path}`, {
    headers: ahead ? { 'x-gatehouse-clock': String(Date.now() + ahead) } : {},
  });

/** The keys that a pool publishes. */
export const fetchKeys = async (poolId: string, options: { ahead?: number } = {}): Promise<PublishedKey[]> => {
  const answer = await get(`/${poolId}/.well-known/jwks.json`, options);
  const { keys } = JSON.parse(await answer.text());
  return keys;
};

interface AskedAtHost {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Fields of a form, in place of a body. */
  readonly form?: Readonly<Record<string, string>>;
}

const formType = { 'content-type': 'application/x-www-form-urlencoded' };

/** The answer to a request whose Host header names another host than that of the stack. */
export const askHost = (
  host: string,
  path: string,
  method = 'GET',
  { headers = {}, form, body = form ? String(new URLSearchParams(form)) : '' }: AskedAtHost = {},
): Promise<AnswerAtHost> =>
  new Promise((resolve, reject) => {
    const sent = { ...headers, ...(form && formType), host };
    const asking = request(new URL(path, stack().endpoint), { method, headers: sent, agent: false });
    asking.once('error', reject);
    asking.once('response', async (answer) => {
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: await text(answer) });
    });
    asking.end(body);
  });
