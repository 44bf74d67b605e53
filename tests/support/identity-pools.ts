import { randomUUID } from 'node:crypto';
import { Agent } from 'node:http';
import {
  CognitoIdentityClient,
  CreateIdentityPoolCommand,
  type CreateIdentityPoolCommandInput,
  DescribeIdentityPoolCommand,
} from '@aws-sdk/client-cognito-identity';
import { stack } from './stack.ts';

interface Options {
  /** Milliseconds by which this client's clock is ahead, and with it the clock of its requests. */
  readonly ahead?: number;
}

// As in clients.ts: no connection is used twice.
const httpAgent = new Agent({ keepAlive: false });

const isHeaders = (headers: unknown): headers is Record<string, string> =>
  typeof headers === 'object' && headers !== null;

const made = new Map<string, CognitoIdentityClient>();

const clientWith = (kind: 'admin' | 'public', { ahead = 0 }: Options): CognitoIdentityClient => {
  const { endpoint, region, accessKeyId, secretAccessKey } = stack();
  const key = `${kind} ${ahead} ${endpoint}`;
  const known = made.get(key);
  if (known) return known;
  const client = new CognitoIdentityClient({
    endpoint,
    region,
    maxAttempts: 1,
    requestHandler: { httpAgent },
    systemClockOffset: ahead,
    credentials:
      kind === 'admin' ? { accessKeyId, secretAccessKey } : { accessKeyId: 'unused', secretAccessKey: 'unused' },
  });
  if (ahead === 0) made.set(key, client);
  if (ahead !== 0) {
    client.middlewareStack.add(
      (next) => (args) => {
        const { request } = args;
        if (typeof request === 'object' && request !== null && 'headers' in request && isHeaders(request.headers)) {
          request.headers['x-gatehouse-clock'] = String(Date.now() + ahead);
        }
        return next(args);
      },
      { step: 'build', name: 'addHeaders' },
    );
  }
  return client;
};

/** An unmodified SDK client of identity pools without credentials, as apps use it. */
export const identityClient = (options: Options = {}): CognitoIdentityClient => clientWith('public', options);

/** An unmodified SDK client of identity pools that signs with the stack's access key, as administrators use it. */
export const identityAdmin = (options: Options = {}): CognitoIdentityClient => clientWith('admin', options);

/** An identity pool for one test: by default with guests, and nothing else. Gives its id. */
export const makeIdentityPool = async (given: Partial<CreateIdentityPoolCommandInput> = {}): Promise<string> => {
  const { IdentityPoolId } = await identityAdmin().send(
    new CreateIdentityPoolCommand({ IdentityPoolName: 'test', AllowUnauthenticatedIdentities: true, ...given }),
  );
  if (IdentityPoolId === undefined) throw new Error('The answer has no IdentityPoolId.');
  return IdentityPoolId;
};

/** What DescribeIdentityPool says of a pool. */
export const describeIdentityPool = async (IdentityPoolId: string) => {
  const { $metadata: _, ...pool } = await identityAdmin().send(new DescribeIdentityPoolCommand({ IdentityPoolId }));
  return pool;
};

/** The ARN of an identity pool of the stack. */
export const identityPoolArn = (poolId: string): string =>
  `arn:aws:cognito-identity:${stack().region}:000000000000:identitypool/${poolId}`;

/** The name that Cognito has for a user pool as provider. */
export const providerOf = (userPoolId: string): string => `cognito-idp.${stack().region}.amazonaws.com/${userPoolId}`;

/** The name of the user pool's issuer without its scheme, as Amplify takes it from a token. */
export const issuerNameOf = (userPoolId: string): string => `${new URL(stack().endpoint).host}/${userPoolId}`;

/** The ARN of a role that nobody has to have. */
export const roleArn = (name: string): string => `arn:aws:iam::000000000000:role/${name}`;

/** An id that no pool and no identity has. */
export const unknownId = (): string => `${stack().region}:${randomUUID()}`;
