import { createHmac } from 'node:crypto';
import { Agent } from 'node:http';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { stack } from './stack.ts';

interface Options {
  /** Milliseconds by which this client's clock is ahead, and with it the clock of its requests. */
  readonly ahead?: number;
  /** The time of this client's requests, in epoch milliseconds: the clock stands still. */
  readonly at?: number;
  /** Headers in addition to those of the SDK, such as the distribution adds. */
  readonly headers?: Readonly<Record<string, string>>;
}

const addHeaders = (client: CognitoIdentityProviderClient, { ahead = 0, at, headers }: Options): void => {
  const isMoved = ahead !== 0 || at !== undefined;
  if (!isMoved && headers === undefined) return;
  client.middlewareStack.add(
    (next) => (args) => {
      const { request } = args;
      if (typeof request === 'object' && request !== null && 'headers' in request && isHeaders(request.headers)) {
        Object.assign(request.headers, headers, isMoved && { 'x-gatehouse-clock': String(at ?? Date.now() + ahead) });
      }
      return next(args);
    },
    { step: 'build', name: 'addHeaders' },
  );
};

const isHeaders = (headers: unknown): headers is Record<string, string> =>
  typeof headers === 'object' && headers !== null;

// On a busy machine, a request could go out on a connection that the edge is about to close, so none is used twice.
const httpAgent = new Agent({ keepAlive: false });

// To make a client takes longer than a request. One whose clock is moved is not kept: it would set it by the answers.
const made = new Map<string, CognitoIdentityProviderClient>();

const kept = (kind: string, { ahead = 0, at, headers }: Options, make: () => CognitoIdentityProviderClient) => {
  if (ahead !== 0 || at !== undefined) return make();
  const key = JSON.stringify([kind, stack().endpoint, headers]);
  const client = made.get(key) ?? make();
  made.set(key, client);
  return client;
};

/** An unmodified SDK client without credentials, as apps use it. Calls may give the same one. */
export const publicClient = (options: Options = {}): CognitoIdentityProviderClient =>
  kept('public', options, () => {
    const { endpoint, region } = stack();
    const client = new CognitoIdentityProviderClient({
      endpoint,
      region,
      maxAttempts: 1,
      requestHandler: { httpAgent },
      credentials: { accessKeyId: 'unused', secretAccessKey: 'unused' },
    });
    addHeaders(client, options);
    return client;
  });

/** An unmodified SDK client that signs with the stack's access key, as administrators use it. */
export const adminClient = (options: Options = {}): CognitoIdentityProviderClient =>
  kept('admin', options, () => {
    const { endpoint, region, accessKeyId, secretAccessKey } = stack();
    const client = new CognitoIdentityProviderClient({
      endpoint,
      region,
      maxAttempts: 1,
      requestHandler: { httpAgent },
      systemClockOffset: options.at === undefined ? (options.ahead ?? 0) : options.at - Date.now(),
      credentials: { accessKeyId, secretAccessKey },
    });
    addHeaders(client, options);
    return client;
  });

/** The SECRET_HASH of a client with a secret. */
export const secretHash = (username: string, clientId: string, secret: string): string =>
  createHmac('sha256', secret).update(`${username}${clientId}`).digest('base64');
