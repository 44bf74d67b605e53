import { Agent, request } from 'node:http';
import { signEvent } from '#local/osls/sign-event.ts';

/** Where a bench sends its requests, and the access key that signs those of administrators. */
export interface Target {
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The members of an answer. */
export type Answer = Readonly<Record<string, unknown>>;

interface CallOptions {
  readonly signed?: boolean;
  /** True for an operation that the API does not have. */
  readonly own?: boolean;
  /** What time it is for the request, epoch milliseconds. */
  readonly at?: number;
}

/** An answer as it came, whatever it says. */
export interface Received {
  readonly status: number | undefined;
  /** Their names, in the order in which they came. */
  readonly headers: readonly string[];
  readonly text: string;
}

export interface Connection {
  /** Throws a plain Error for every answer but 200. */
  readonly call: (operation: string, members: object, options?: CallOptions) => Promise<Answer>;
  readonly send: (operation: string, members: object, options?: CallOptions) => Promise<Received>;
  readonly close: () => void;
}

const contentType = 'application/x-amz-json-1.1';

/** Requests over sockets that stay open; no SDK, so that its time is not measured. */
export const connect = ({ endpoint, region, accessKeyId, secretAccessKey }: Target): Connection => {
  const agent = new Agent({ keepAlive: true });
  const { host } = new URL(endpoint);

  const headersOf = async (
    operation: string,
    body: string,
    { signed, own, at }: CallOptions,
  ): Promise<Record<string, string>> => {
    const target = `${own ? 'Gatehouse' : 'AWSCognitoIdentityProviderService'}.${operation}`;
    const clock = at === undefined ? {} : { 'x-gatehouse-clock': String(at) };
    const headers = { 'content-type': contentType, host, 'x-amz-target': target, ...clock };
    if (!signed) return headers;
    const event = await signEvent({ headers, body }, { accessKeyId, secretAccessKey, region, date: new Date() });
    const { authorization = '', 'x-amz-date': date = '' } = event.headers;
    return { ...headers, authorization, 'x-amz-date': date };
  };

  const send: Connection['send'] = async (operation, members, options = {}) => {
    const body = JSON.stringify(members);
    const length = { 'content-length': String(Buffer.byteLength(body)) };
    const headers = { ...(await headersOf(operation, body, options)), ...length };
    return new Promise((resolve, reject) => {
      const outgoing = request(endpoint, { agent, method: 'POST', headers }, (incoming) => {
        const parts: Buffer[] = [];
        incoming.on('data', (part: Buffer) => parts.push(part));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const names = incoming.rawHeaders.filter((_value, index) => index % 2 === 0);
          resolve({ status: incoming.statusCode, headers: names, text: Buffer.concat(parts).toString() });
        });
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  };

  const call: Connection['call'] = async (operation, members, options) => {
    const { status, text } = await send(operation, members, options);
    if (status === 200) return JSON.parse(text);
    throw new Error(`${operation} answered ${status}: ${text}`);
  };

  return { call, send, close: () => agent.destroy() };
};

/** A member that is text. Throws a plain Error where the answer has none by that name. */
export const textIn = (answer: unknown, ...path: readonly string[]): string => {
  const found = path.reduce<unknown>((value, name) => Object(value)[name], answer);
  if (typeof found !== 'string') throw new Error(`The answer has no ${path.join('.')}.`);
  return found;
};
