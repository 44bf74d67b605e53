import { randomBytes } from 'node:crypto';
import {
  type CognitoIdentityProviderClient,
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  CreateUserPoolDomainCommand,
  DescribeResourceServerCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';

/** What the demo pool has for OAuth, beside its client for people. */
export interface DemoOAuth {
  /** The prefix of its domain. */
  readonly domain: string;
  readonly machineClientId: string;
  readonly machineClientSecret: string;
}

interface Demo {
  readonly userPoolId: string;
  readonly clientId: string;
  /** Undefined where none was ever made. */
  readonly machineClientId?: string | undefined;
}

/** Where the demo's client sends people after a sign-in unless the app says otherwise. */
export const demoRedirect = 'http://localhost:3000/';

/** The scopes that the demo's machine has. */
export const demoScopes = ['demo-api/read', 'demo-api/write'] as const;

// Of the usual development servers, NextAuth, and apps on a phone.
const forPeople = {
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ['code' as const],
  AllowedOAuthScopes: ['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin', demoScopes[0]],
  CallbackURLs: [
    demoRedirect,
    'http://localhost:3000/callback',
    'http://localhost:3000/api/auth/callback/cognito',
    'http://localhost:5173/',
    'https://localhost:3000/',
    'https://localhost:3000/callback',
    'myapp://callback/',
  ],
  LogoutURLs: [demoRedirect, 'http://localhost:5173/', 'https://localhost:3000/', 'myapp://signout/'],
  DefaultRedirectURI: demoRedirect,
  SupportedIdentityProviders: ['COGNITO'],
};

const isCalled = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;

/** Undefined where the answer is that there is no such thing. */
const found = async <T>(request: Promise<T>): Promise<T | undefined> => {
  try {
    return await request;
  } catch (error) {
    if (isCalled(error, 'ResourceNotFoundException')) return undefined;
    throw error;
  }
};

const giveDomain = async (admin: CognitoIdentityProviderClient, UserPoolId: string): Promise<string> => {
  const { UserPool } = await admin.send(new DescribeUserPoolCommand({ UserPoolId }));
  if (UserPool?.Domain !== undefined) return UserPool.Domain;
  const create = async (Domain: string): Promise<string> => {
    await admin.send(new CreateUserPoolDomainCommand({ UserPoolId, Domain }));
    return Domain;
  };
  try {
    return await create('demo');
  } catch (error) {
    // A former demo pool has it.
    if (!isCalled(error, 'InvalidParameterException')) throw error;
    return create(`demo-${randomBytes(4).toString('hex')}`);
  }
};

const giveScopes = async (admin: CognitoIdentityProviderClient, UserPoolId: string): Promise<void> => {
  const Identifier = 'demo-api';
  if (await found(admin.send(new DescribeResourceServerCommand({ UserPoolId, Identifier })))) return;
  const Scopes = demoScopes.map((scope) => {
    const ScopeName = scope.slice(Identifier.length + 1);
    return { ScopeName, ScopeDescription: `${ScopeName} what the demo keeps` };
  });
  await admin.send(new CreateResourceServerCommand({ UserPoolId, Identifier, Name: 'demo', Scopes }));
};

// What somebody has set stays, and so do OAuth settings of their own.
const givePeopleOAuth = async (
  admin: CognitoIdentityProviderClient,
  { userPoolId: UserPoolId, clientId: ClientId }: Demo,
): Promise<void> => {
  const { UserPoolClient } = await admin.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
  if (!UserPoolClient || UserPoolClient.AllowedOAuthFlowsUserPoolClient) return;
  const { ClientSecret: _secret, CreationDate: _made, LastModifiedDate: _changed, ...settings } = UserPoolClient;
  await admin.send(new UpdateUserPoolClientCommand({ ...settings, ...forPeople, UserPoolId, ClientId }));
};

// For GetClientToken. The types of the SDK do not have this flow.
const clientTokens: Pick<CreateUserPoolClientCommandInput, 'ExplicitAuthFlows'> = JSON.parse(
  '{ "ExplicitAuthFlows": ["ALLOW_CLIENT_TOKEN_AUTH"] }',
);

const giveMachine = async (
  admin: CognitoIdentityProviderClient,
  { userPoolId: UserPoolId, machineClientId: ClientId }: Demo,
): Promise<Omit<DemoOAuth, 'domain'>> => {
  const known =
    ClientId === undefined
      ? undefined
      : await found(admin.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId })));
  const create = () =>
    admin.send(
      new CreateUserPoolClientCommand({
        UserPoolId,
        ClientName: 'demo-machine',
        GenerateSecret: true,
        ...clientTokens,
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ['client_credentials'],
        AllowedOAuthScopes: [...demoScopes],
      }),
    );
  const { UserPoolClient } = known ?? (await create());
  return {
    machineClientId: UserPoolClient?.ClientId ?? '',
    machineClientSecret: UserPoolClient?.ClientSecret ?? '',
  };
};

/**
 * Gives a demo pool what it lacks: a prefix domain, a resource server, OAuth settings for its client, and a client for
 * machines. What is there stays as it is.
 */
export const giveOAuth = async (admin: CognitoIdentityProviderClient, demo: Demo): Promise<DemoOAuth> => {
  const domain = await giveDomain(admin, demo.userPoolId);
  await giveScopes(admin, demo.userPoolId);
  await givePeopleOAuth(admin, demo);
  return { domain, ...(await giveMachine(admin, demo)) };
};
