import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DescribeUserPoolClientCommand,
  SetUserPoolMfaConfigCommand,
  SetUserPoolSessionConfigurationCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { type AccessKey, endFormerKey, importAccessKey } from './access-key.ts';
import { readJsonFile, writeJsonFile } from './data-folder/json-files.ts';
import { giveIdentityPool } from './demo-identity-pool.ts';
import { type DemoOAuth, demoRedirect, giveOAuth } from './demo-oauth.ts';
import { giveOperators } from './demo-operators.ts';
import type { StackPlace } from './stack.ts';

/** What people and scripts need to use the stack. `.gatehouse/local.json` holds it. */
export interface LocalFacts extends DemoOAuth {
  readonly endpoint: string;
  readonly region: string;
  readonly issuer: string;
  readonly userPoolId: string;
  readonly clientId: string;
  readonly identityPoolId: string;
  /** The app client by which operators sign in. */
  readonly operatorClientId: string;
  /** Where somebody signs in on a page, and is then sent to the app with a code. */
  readonly signInUrl: string;
  readonly username: string;
  readonly password: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly mailboxUrl: string;
  /** The endpoint over HTTPS, and the file with the certificate to trust for it; absent where there is none. */
  readonly httpsEndpoint?: string;
  readonly certificateAuthority?: string;
}

const demo = { username: 'demo', password: 'Demo-password-1', email: 'demo@example.com' } as const;

/** What a file is sure to tell. Earlier versions wrote fewer facts. */
type WrittenFacts = Pick<LocalFacts, 'userPoolId' | 'clientId'> & Partial<LocalFacts>;

const isFacts = (value: unknown): value is WrittenFacts =>
  typeof value === 'object' &&
  value !== null &&
  'userPoolId' in value &&
  typeof value.userPoolId === 'string' &&
  'clientId' in value &&
  typeof value.clientId === 'string' &&
  (!('machineClientId' in value) || typeof value.machineClientId === 'string') &&
  (!('identityPoolId' in value) || typeof value.identityPoolId === 'string');

/** The demo's facts in a file; undefined where there is no file. Throws a sentence where the file is broken. */
export const readFacts = (file: string): WrittenFacts | undefined =>
  readJsonFile(file, {
    isShape: isFacts,
    remedy: 'Remove it and start again: it is made anew, demo.json with a new demo pool. The old pool stays.',
  });

const present = (value: string | undefined): string => {
  if (value === undefined) throw new Error('Seeding got an answer without an id.');
  return value;
};

const makePool = async (admin: CognitoIdentityProviderClient): Promise<Pick<LocalFacts, 'userPoolId' | 'clientId'>> => {
  const { UserPool } = await admin.send(
    new CreateUserPoolCommand({
      PoolName: 'demo',
      AutoVerifiedAttributes: ['email'],
      DeletionProtection: 'ACTIVE',
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'WEB_AUTHN'] } },
    }),
  );
  const userPoolId = present(UserPool?.Id);
  await admin.send(
    new SetUserPoolMfaConfigCommand({
      UserPoolId: userPoolId,
      MfaConfiguration: 'OPTIONAL',
      SoftwareTokenMfaConfiguration: { Enabled: true },
      EmailMfaConfiguration: {},
      WebAuthnConfiguration: { FactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION' },
    }),
  );
  await admin.send(
    new SetUserPoolSessionConfigurationCommand({
      UserPoolId: userPoolId,
      UserSessionTracking: 'ENABLED',
      TokenSession: { MaxPerUser: 20 },
    }),
  );
  const { UserPoolClient } = await admin.send(
    new CreateUserPoolClientCommand({
      UserPoolId: userPoolId,
      ClientName: 'demo',
      PreventUserExistenceErrors: 'ENABLED',
      ExplicitAuthFlows: [
        'ALLOW_USER_AUTH',
        'ALLOW_USER_SRP_AUTH',
        'ALLOW_USER_PASSWORD_AUTH',
        'ALLOW_ADMIN_USER_PASSWORD_AUTH',
        'ALLOW_REFRESH_TOKEN_AUTH',
      ],
    }),
  );
  return { userPoolId, clientId: present(UserPoolClient?.ClientId) };
};

const makeUser = async (admin: CognitoIdentityProviderClient, UserPoolId: string): Promise<void> => {
  const user = { UserPoolId, Username: demo.username };
  const UserAttributes = [
    { Name: 'email', Value: demo.email },
    { Name: 'email_verified', Value: 'true' },
  ];
  await admin.send(new AdminCreateUserCommand({ ...user, UserAttributes, MessageAction: 'SUPPRESS' }));
  await admin.send(new AdminSetUserPasswordCommand({ ...user, Password: demo.password, Permanent: true }));
};

const answers = async (request: Promise<unknown>, ...missing: readonly string[]): Promise<boolean> => {
  try {
    await request;
    return true;
  } catch (error) {
    if (error instanceof Error && missing.includes(error.name)) return false;
    throw error;
  }
};

const isThere = (admin: CognitoIdentityProviderClient, { userPoolId, clientId }: WrittenFacts): Promise<boolean> =>
  answers(
    admin.send(new DescribeUserPoolClientCommand({ UserPoolId: userPoolId, ClientId: clientId })),
    'ResourceNotFoundException',
  );

const hasUser = (admin: CognitoIdentityProviderClient, UserPoolId: string): Promise<boolean> =>
  answers(admin.send(new AdminGetUserCommand({ UserPoolId, Username: demo.username })), 'UserNotFoundException');

/** Where somebody signs in to the demo pool on a page. */
export const signInUrlOf = ({ endpoint, clientId }: Pick<LocalFacts, 'endpoint' | 'clientId'>): string =>
  `${endpoint}/oauth2/authorize?${new URLSearchParams({
    client_id: clientId,
    response_type: 'code',
    scope: 'openid email',
    redirect_uri: demoRedirect,
  })}`;

/**
 * Imports the access key, and makes a demo pool with its clients and a confirmed user, and an identity pool, where they
 * are missing. Writes the facts to `file`.
 */
export const seed = async (stack: StackPlace, accessKey: AccessKey, file: string): Promise<LocalFacts> => {
  await endFormerKey(stack, accessKey);
  await importAccessKey(stack, accessKey);
  const { endpoint, https, region, mailboxUrl } = stack;
  const admin = new CognitoIdentityProviderClient({ endpoint, region, credentials: { ...accessKey } });
  const written = readFacts(file);
  const known: WrittenFacts = written && (await isThere(admin, written)) ? written : await makePool(admin);
  const oauth = await giveOAuth(admin, known);
  const identityPoolId = await giveIdentityPool(stack, accessKey, known);
  if (!(await hasUser(admin, known.userPoolId))) await makeUser(admin, known.userPoolId);
  const demoUser = { userPoolId: known.userPoolId, username: demo.username };
  const operatorClientId = await giveOperators(stack, accessKey, admin, demoUser);
  const facts: LocalFacts = {
    endpoint,
    region,
    issuer: `${stack.env.GATEHOUSE_ISSUER_ORIGIN ?? endpoint}/${known.userPoolId}`,
    userPoolId: known.userPoolId,
    clientId: known.clientId,
    identityPoolId,
    operatorClientId,
    signInUrl: signInUrlOf({ endpoint, clientId: known.clientId }),
    ...oauth,
    username: demo.username,
    password: demo.password,
    ...accessKey,
    mailboxUrl,
    ...(https && { httpsEndpoint: https.endpoint, certificateAuthority: https.certificateAuthority }),
  };
  writeJsonFile(file, facts);
  return facts;
};
