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
}

export interface Connection {
  /** Throws a plain Error for every answer but 200. */
  readonly call: (operation: string, members: object, options?: CallOptions) => Promise<Answer>;
  readonly close: () => void;
}

const contentType = 'application/x-amz-json-1.1';

/** Requests over sockets that stay open; no SDK, so that its time is not measured. */
export const connect = ({ endpoint, region, accessKeyId, secretAccessKey }: Target): Connection => {
  const agent = new Agent({ keepAlive: true });
  const { host } = new URL(endpoint);

  const headersOf = (operation: string, body: string, { signed, own }: CallOptions): Record<string, string> => {
    const target = `${own ? 'Gatehouse' : 'AWSCognitoIdentityProviderService'}.${operation}`;
    const headers = { 'content-type': contentType, host, 'x-amz-target': target };
    if (!signed) return headers;
    const event = signEvent({ headers, body }, { accessKeyId, secretAccessKey, region, date: new Date() });
    const { authorization = '', 'x-amz-date': date = '' } = event.headers;
    return { ...headers, authorization, 'x-amz-date': date };
  };

  const call: Connection['call'] = (operation, members, options = {}) =>
    new Promise((resolve, reject) => {
      const body = JSON.stringify(members);
      const headers = { ...headersOf(operation, body, options), 'content-length': String(Buffer.byteLength(body)) };
      const outgoing = request(endpoint, { agent, method: 'POST', headers }, (incoming) => {
        const parts: Buffer[] = [];
        incoming.on('data', (part: Buffer) => parts.push(part));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const text = Buffer.concat(parts).toString();
          if (incoming.statusCode === 200) resolve(JSON.parse(text));
          else reject(new Error(`${operation} answered ${incoming.statusCode}: ${text}`));
        });
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });

  return { call, close: () => agent.destroy() };
};

/** A member that is text. Throws a plain Error where the answer has none by that name. */
export const textIn = (answer: unknown, ...path: readonly string[]): string => {
  const found = path.reduce<unknown>((value, name) => Object(value)[name], answer);
  if (typeof found !== 'string') throw new Error(`The answer has no ${path.join('.')}.`);
  return found;
};
