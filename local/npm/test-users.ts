import { createHmac, randomBytes } from 'node:crypto';
import { TOTP } from 'otpauth';
import * as v from 'valibot';
import type { Api } from '../cli/api.ts';
import { Refusal } from '../cli/failures.ts';

const DescribedPool = v.object({
  UserPool: v.object({ UsernameAttributes: v.optional(v.array(v.string()), []) }),
});
const DescribedClient = v.object({
  UserPoolClient: v.object({
    ClientSecret: v.optional(v.string()),
    ExplicitAuthFlows: v.optional(v.array(v.string()), []),
  }),
});
const MadeUser = v.object({
  User: v.object({ Username: v.string(), Attributes: v.array(v.object({ Name: v.string(), Value: v.string() })) }),
});
const SignedIn = v.object({
  AuthenticationResult: v.object({ AccessToken: v.string(), IdToken: v.string(), RefreshToken: v.string() }),
});
const Associated = v.object({ SecretCode: v.string() });
const MadePool = v.object({ UserPool: v.object({ Id: v.string() }) });
const MadeClient = v.object({ UserPoolClient: v.object({ ClientId: v.string() }) });
const Anything = v.unknown();

const stepMs = 30_000;

const distinct = (): string => randomBytes(6).toString('hex');

const flows = [
  { allowed: 'ALLOW_ADMIN_USER_PASSWORD_AUTH', operation: 'AdminInitiateAuth', flow: 'ADMIN_USER_PASSWORD_AUTH' },
  { allowed: 'ALLOW_USER_PASSWORD_AUTH', operation: 'InitiateAuth', flow: 'USER_PASSWORD_AUTH' },
] as const;

interface Demo {
  readonly issuer: string;
  readonly userPoolId: string;
  readonly clientId: string;
}

interface NewUser {
  readonly username?: string;
  readonly password?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly groups?: readonly string[];
  readonly mfa?: boolean;
  readonly userPoolId?: string;
  readonly clientId?: string;
}

interface Credentials {
  readonly UserPoolId: string;
  readonly ClientId: string;
  readonly username: string;
  readonly password: string;
}

/** What makes users and pools for tests. `timeThere` gives the time of the stack, in epoch milliseconds. */
export const createUsers = (api: Api, facts: Demo, timeThere: () => Promise<number>) => {
  const ensureGroup = async (UserPoolId: string, GroupName: string): Promise<void> => {
    await api.cognito('CreateGroup', { UserPoolId, GroupName }, Anything).catch((error: unknown) => {
      if (!(error instanceof Refusal) || error.name !== 'GroupExistsException') throw error;
    });
  };

  const signIn = async ({ UserPoolId, ClientId, username, password }: Credentials) => {
    const { UserPoolClient } = await api.cognito('DescribeUserPoolClient', { UserPoolId, ClientId }, DescribedClient);
    const { ClientSecret, ExplicitAuthFlows } = UserPoolClient;
    const way = flows.find(({ allowed }) => ExplicitAuthFlows.includes(allowed));
    if (!way)
      throw new Error(`The app client ${ClientId} allows none of ${flows.map(({ allowed }) => allowed).join(', ')}.`);
    const AuthParameters = {
      USERNAME: username,
      PASSWORD: password,
      ...(ClientSecret !== undefined && {
        SECRET_HASH: createHmac('sha256', ClientSecret).update(`${username}${ClientId}`).digest('base64'),
      }),
    };
    const request = { ClientId, AuthFlow: way.flow, AuthParameters };
    const whole = way.operation === 'AdminInitiateAuth' ? { ...request, UserPoolId } : request;
    return (await api.cognito(way.operation, whole, SignedIn)).AuthenticationResult;
  };

  const codeAt = (secret: string, timestamp: number): string => new TOTP({ secret }).generate({ timestamp });

  const addAuthenticator = async (AccessToken: string): Promise<string> => {
    const { SecretCode } = await api.cognito('AssociateSoftwareToken', { AccessToken }, Associated);
    // The code of the step before is good, too. That of now is left for whoever signs in next.
    const UserCode = codeAt(SecretCode, (await timeThere()) - stepMs);
    await api.cognito('VerifySoftwareToken', { AccessToken, UserCode }, Anything);
    const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
    await api.cognito('SetUserMFAPreference', { AccessToken, SoftwareTokenMfaSettings }, Anything);
    return SecretCode;
  };

  const user = async (wanted: NewUser = {}) => {
    const { userPoolId: UserPoolId = facts.userPoolId, clientId: ClientId = facts.clientId } = wanted;
    const { groups = [], mfa = false, attributes = {}, password = `Aa1-${distinct()}` } = wanted;
    const { UserPool } = await api.cognito('DescribeUserPool', { UserPoolId }, DescribedPool);
    const name = wanted.username ?? `user-${distinct()}`;
    const email = attributes.email ?? (name.includes('@') ? name : `${name}@example.com`);
    const Username = wanted.username ?? (UserPool.UsernameAttributes.includes('email') ? email : name);
    const all = { email, email_verified: 'true', ...attributes };
    const { User } = await api.cognito(
      'AdminCreateUser',
      {
        UserPoolId,
        Username,
        MessageAction: 'SUPPRESS',
        UserAttributes: Object.entries(all).map(([Name, Value]) => ({ Name, Value })),
      },
      MadeUser,
    );
    await api.cognito('AdminSetUserPassword', { UserPoolId, Username, Password: password, Permanent: true }, Anything);
    for (const GroupName of groups) {
      await ensureGroup(UserPoolId, GroupName);
      await api.cognito('AdminAddUserToGroup', { UserPoolId, Username, GroupName }, Anything);
    }
    const tokens = await signIn({ UserPoolId, ClientId, username: Username, password });
    const secret = mfa ? await addAuthenticator(tokens.AccessToken) : undefined;
    return {
      username: Username,
      password,
      sub: User.Attributes.find(({ Name }) => Name === 'sub')?.Value ?? '',
      email,
      accessToken: tokens.AccessToken,
      idToken: tokens.IdToken,
      refreshToken: tokens.RefreshToken,
      totp: async () => {
        if (secret === undefined) throw new Error(`${Username} has no authenticator app: make the user with mfa.`);
        return codeAt(secret, await timeThere());
      },
    };
  };

  const pool = async (wanted: { readonly pool?: object; readonly client?: object } = {}) => {
    const made = await api.cognito('CreateUserPool', { PoolName: `test-${distinct()}`, ...wanted.pool }, MadePool);
    const userPoolId = made.UserPool.Id;
    const ExplicitAuthFlows = [
      'ALLOW_USER_PASSWORD_AUTH',
      'ALLOW_ADMIN_USER_PASSWORD_AUTH',
      'ALLOW_USER_SRP_AUTH',
      'ALLOW_USER_AUTH',
      'ALLOW_REFRESH_TOKEN_AUTH',
    ];
    const { UserPoolClient } = await api.cognito(
      'CreateUserPoolClient',
      { UserPoolId: userPoolId, ClientName: 'test', ExplicitAuthFlows, ...wanted.client },
      MadeClient,
    );
    return {
      userPoolId,
      clientId: UserPoolClient.ClientId,
      issuer: facts.issuer.replace(facts.userPoolId, userPoolId),
    };
  };

  return { user, pool };
};
