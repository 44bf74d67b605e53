import { createHmac } from 'node:crypto';
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

/** An unmodified SDK client without credentials, as apps use it. */
export const publicClient = (options: Options = {}): CognitoIdentityProviderClient => {
  const { endpoint, region } = stack();
  const client = new CognitoIdentityProviderClient({
    endpoint,
    region,
    maxAttempts: 1,
    credentials: { accessKeyId: 'unused', secretAccessKey: 'unused' },
  });
  addHeaders(client, options);
  return client;
};

/** An unmodified SDK client that signs with the stack's access key, as administrators use it. */
export const adminClient = (options: Options = {}): CognitoIdentityProviderClient => {
  const { endpoint, region, accessKeyId, secretAccessKey } = stack();
  const client = new CognitoIdentityProviderClient({
    endpoint,
    region,
    maxAttempts: 1,
    systemClockOffset: options.at === undefined ? (options.ahead ?? 0) : options.at - Date.now(),
    credentials: { accessKeyId, secretAccessKey },
  });
  addHeaders(client, options);
  return client;
};

/** The SECRET_HASH of a client with a secret. */
export const secretHash = (username: string, clientId: string, secret: string): string =>
  createHmac('sha256', secret).update(`${username}${clientId}`).digest('base64');
