import { randomUUID } from 'node:crypto';
import { Agent } from 'node:http';
import {
  CognitoIdentityClient,
  CreateIdentityPoolCommand,
  type CreateIdentityPoolCommandInput,
  type Credentials,
  DescribeIdentityCommand,
  DescribeIdentityPoolCommand,
  GetCredentialsForIdentityCommand,
  GetIdCommand,
  GetOpenIdTokenForDeveloperIdentityCommand,
  type GetOpenIdTokenForDeveloperIdentityCommandInput,
  type RoleMapping,
  SetIdentityPoolRolesCommand,
} from '@aws-sdk/client-cognito-identity';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import { makePool, makeUser, type TestPool, type TestUser } from './pools.ts';
import { signIn } from './sign-in.ts';
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

/** A user pool with an app client, and an identity pool that takes its users and guests. */
export interface PoolPair extends TestPool {
  readonly identityPoolId: string;
}

/** A user pool, and an identity pool for its users. */
export const makePoolPair = async (
  given: Partial<CreateIdentityPoolCommandInput> = {},
  { checks = false }: { readonly checks?: boolean } = {},
): Promise<PoolPair> => {
  const pool = await makePool();
  const provider = {
    ProviderName: providerOf(pool.poolId),
    ClientId: pool.clientId,
    ...(checks && { ServerSideTokenCheck: true }),
  };
  return { ...pool, identityPoolId: await makeIdentityPool({ CognitoIdentityProviders: [provider], ...given }) };
};

/** The logins of a new user of the pool, or of a given one. */
export const loginsOf = async (pool: TestPool, user?: TestUser): Promise<Record<string, string>> => {
  const { IdToken } = await signIn(pool, user ?? (await makeUser(pool)));
  return { [providerOf(pool.poolId)]: IdToken };
};

/** GetId: the id of the identity with the logins, or of a new guest. */
export const getId = async (
  IdentityPoolId: string,
  Logins?: Record<string, string>,
  options: Options = {},
): Promise<string> => {
  const { IdentityId } = await identityClient(options).send(new GetIdCommand({ IdentityPoolId, Logins }));
  if (IdentityId === undefined) throw new Error('The answer has no IdentityId.');
  return IdentityId;
};

/** SetIdentityPoolRoles: by default, the roles `user` and `guest`, and no mappings. */
export const setRoles = async (
  IdentityPoolId: string,
  RoleMappings?: Record<string, RoleMapping>,
  Roles: Record<string, string> = { authenticated: roleArn('user'), unauthenticated: roleArn('guest') },
): Promise<void> => {
  await identityAdmin().send(
    new SetIdentityPoolRolesCommand({ IdentityPoolId, Roles, ...(RoleMappings && { RoleMappings }) }),
  );
};

/** GetCredentialsForIdentity: whose they are, and the credentials. */
export const credentialsOf = async (IdentityId: string, Logins?: Record<string, string>, CustomRoleArn?: string) => {
  const { IdentityId: id, Credentials = {} } = await identityClient().send(
    new GetCredentialsForIdentityCommand({ IdentityId, Logins, CustomRoleArn }),
  );
  return { id, credentials: Credentials };
};

/** The refusal where a role is missing, or cannot be assumed. */
export const wrongConfiguration = {
  name: 'InvalidIdentityPoolConfigurationException',
  message: 'Invalid identity pool configuration. Check assigned IAM roles for this pool.',
};

/** DescribeIdentity: what it says of an identity, without times. */
export const describeIdentity = async (IdentityId: string) => {
  const { IdentityId: id, Logins } = await identityAdmin().send(new DescribeIdentityCommand({ IdentityId }));
  return { IdentityId: id, Logins };
};

/** The token of a developer's user, and the id of the user's identity. */
export const developerToken = async (
  IdentityPoolId: string,
  userId: string,
  more: Partial<GetOpenIdTokenForDeveloperIdentityCommandInput> = {},
): Promise<{ readonly identityId: string; readonly token: string }> => {
  const { IdentityId = '', Token = '' } = await identityAdmin().send(
    new GetOpenIdTokenForDeveloperIdentityCommand({
      IdentityPoolId,
      ...more,
      Logins: { [developerName]: userId, ...more.Logins },
    }),
  );
  return { identityId: IdentityId, token: Token };
};

/** The name of the developer provider in tests. */
export const developerName = 'login.shop';

/** What the local STS says in the session token of credentials: who has which role. */
export const saidIn = ({ SessionToken = '' }: Credentials): Record<string, unknown> =>
  JSON.parse(Buffer.from(SessionToken.split('.')[0] ?? '', 'base64url').toString());

/** The ARN of whoever signs with these credentials, as the local STS finds out by their signature. */
export const callerOf = async ({
  AccessKeyId = '',
  SecretKey = '',
  SessionToken = '',
}: Credentials): Promise<string> => {
  const { env, region } = stack();
  const url = new URL(env.STS_ENDPOINT ?? '');
  const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretKey, sessionToken: SessionToken };
  const signer = new SignatureV4({ service: 'sts', region, credentials, sha256: Sha256 });
  const body = 'Action=GetCallerIdentity&Version=2011-06-15';
  const { headers } = await signer.sign({
    method: 'POST',
    protocol: url.protocol,
    hostname: url.hostname,
    path: '/',
    query: {},
    headers: { host: url.host, 'content-type': 'application/x-www-form-urlencoded' },
    body,
  });
  const { host: _, ...sent } = headers;
  const answer = await (await fetch(url, { method: 'POST', headers: sent, body })).text();
  const arn = /<Arn>([^<]+)<\/Arn>/.exec(answer)?.[1];
  if (arn === undefined) throw new Error(/<Code>([^<]+)<\/Code>/.exec(answer)?.[1] ?? answer);
  return arn;
};
