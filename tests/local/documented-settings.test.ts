import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  AdminCreateUserCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  CreateUserPoolDomainCommand,
  DeleteUserPoolCommand,
  DescribeUserPoolCommand,
  ListTagsForResourceCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { decodeJwt } from 'jose';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Database, startDatabase } from '#local/dynamodb.ts';
import { givenSettings } from '#local/given-settings.ts';
import { drawAddress } from '#local/hidden-address.ts';
import { freePort, httpsPort, publishedOrigin } from '#local/ports.ts';
import { triggerSettings } from '#shared/config/trigger-settings.ts';
import { runCli } from '#tests/support/cli.ts';
import { hearStart } from '#tests/support/hear-start.ts';
import { ownEnvironment } from '#tests/support/own-environment.ts';

// Every environment variable that the README or a page of docs/ names is held to its effect: by a case below, or by
// another test that sets it.

/** Tests that hold variables to their effects. */
const elsewhere: Readonly<Record<string, string>> = {
  ADMIN_NETWORKS: 'tests/functions/triggers/restrict-admin-group.test.ts',
  AUTHORIZATION_SERVER: 'tests/support/documented-server.ts',
  GATEHOUSE_SESSION_TOKEN: 'tests/cli/operators.test.ts',
  AWS_ACCESS_KEY_ID: 'tests/clients/aws-cli.test.ts',
  AWS_DEFAULT_REGION: 'tests/clients/aws-cli.test.ts',
  AWS_ENDPOINT_URL_COGNITO_IDENTITY: 'tests/clients/aws-cli.test.ts',
  AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: 'tests/cli/program.test.ts',
  AWS_PAGER: 'tests/clients/aws-cli.test.ts',
  AWS_SECRET_ACCESS_KEY: 'tests/clients/aws-cli.test.ts',
  AWS_SESSION_TOKEN: 'tests/clients/aws-cli.test.ts',
  CAPTCHA_SECRET: 'tests/functions/triggers/captcha.test.ts',
  CAPTCHA_SITE_KEY: 'tests/functions/triggers/captcha.test.ts',
  CAPTCHA_VERIFY_URL: 'tests/functions/triggers/captcha.test.ts',
  CHROMIUM_PATH: 'tests/package/installed-package.test.ts',
  DYNAMODB_TIMEOUT_MS: 'tests/faults/global-setup.ts',
  EMAIL_FROM: 'tests/package/packaged-stack.test.ts',
  FORMER_ACCESS_KEY_ID: 'tests/functions/triggers/migrate-cognito-users.test.ts',
  FORMER_ATTRIBUTES: 'tests/functions/triggers/migrate-cognito-users.test.ts',
  FORMER_CLIENT_ID: 'tests/functions/triggers/migrate-cognito-users.test.ts',
  FORMER_CLIENT_SECRET: 'tests/functions/triggers/migrate-cognito-users.test.ts',
  FORMER_SECRET_ACCESS_KEY: 'tests/functions/triggers/migrate-cognito-users.test.ts',
  FORMER_SESSION_TOKEN: 'tests/functions/triggers/migrate-cognito-users.test.ts',
  FORMER_SECOND_FACTORS: 'tests/functions/triggers/migrate-cognito-users.test.ts',
  FORMER_USER_POOL_ENDPOINT: 'tests/functions/triggers/migrate-cognito-users.test.ts',
  FORMER_USER_POOL_ID: 'tests/functions/triggers/migrate-cognito-users.test.ts',
  GATEHOUSE_CLIENT_METRICS: 'tests/metrics/global-setup.ts',
  GATEHOUSE_OPERATOR_CLIENT_ID: 'tests/cli/login.test.ts',
  GATEHOUSE_OUTBOUND_CA: 'tests/support/own-stack.ts',
  GATEHOUSE_OUTBOUND_HOSTS: 'tests/support/own-stack.ts',
  LDAP_ATTRIBUTES: 'tests/functions/triggers/migrate-ldap-users.test.ts',
  LDAP_BASE_DN: 'tests/support/slapd.ts',
  LDAP_BIND_DN: 'tests/support/slapd.ts',
  LDAP_BIND_PASSWORD: 'tests/support/slapd.ts',
  LDAP_CA: 'tests/support/slapd.ts',
  LDAP_NAME_ATTRIBUTE: 'tests/functions/triggers/migrate-ldap-users.test.ts',
  LDAP_URL: 'tests/support/slapd.ts',
  LEGACY_DIRECTORY_TOKEN: 'tests/functions/triggers/migrate-legacy-users.test.ts',
  LEGACY_DIRECTORY_URL: 'tests/functions/triggers/migrate-legacy-users.test.ts',
  GATEHOUSE_STS_PROFILE: 'tests/local/sts.test.ts',
  NODE_EXTRA_CA_CERTS: 'tests/local/https.test.ts',
  POWERTOOLS_METRICS_DISABLED: 'tests/metrics/global-setup.ts',
  SOURCE_MAPS: 'tests/package/plugins.test.ts',
  STS_ENDPOINT: 'tests/support/identity-pools.ts',
  LOGS_ENDPOINT: 'tests/support/logs.ts',
  TRUSTED_CLIENT_IDS: 'tests/functions/triggers/restrict-admin-group.test.ts',
  XDG_CONFIG_HOME: 'tests/cli/login.test.ts',
};

/** How the examples of triggers read the variables that no other test sets. */
const exampleSettings: Readonly<Record<string, readonly [value: string, read: () => unknown, effect: unknown]>> = {
  ADMIN_GROUP: ['owners', () => triggerSettings().adminGroup, 'owners'],
  MAGIC_LINK_URL: ['https://app.example.com', () => triggerSettings().magicLinkUrl, 'https://app.example.com'],
  PRODUCT_NAME: ['Shop', () => triggerSettings().productName, 'Shop'],
  TENANT_SCOPES: ['acme=a b', () => triggerSettings().tenantScopes.get('acme'), ['a', 'b']],
  WELCOME_FROM: ['shop@example.com', () => triggerSettings().welcomeFrom, 'shop@example.com'],
};

const accessKey = { accessKeyId: 'GATEAAAABBBBCCCCDDDD', secretAccessKey: 'a-secret-access-key-that-a-suite-sets-000' };
const directory = mkdtempSync(path.join(tmpdir(), 'gatehouse-settings-'));
const ports: Record<'edge' | 'https' | 'mailbox' | 'lambda' | 'files' | 'elsewhere', number> = {
  edge: 0,
  https: 0,
  mailbox: 0,
  lambda: 0,
  files: 0,
  elsewhere: 0,
};
const invoked: { readonly url: string; readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];

const webhookSecret = `whsec_${randomBytes(32).toString('base64')}`;

/** The first event of that type that the webhook got. */
const eventOf = async (type: string) => {
  const find = () => invoked.find(({ url, body }) => url === '/hook' && body.includes(`{"type":"${type}"`));
  await expect.poll(find).toBeDefined();
  const found = find();
  if (!found) throw new Error('It is gone.');
  return found;
};
let functions: Server;
let database: Database;
let stopStack = async (): Promise<void> => undefined;

const fileOf = (name: string) => JSON.parse(readFileSync(path.join(directory, name), 'utf8'));

const adminIn = (region: string): CognitoIdentityProviderClient =>
  new CognitoIdentityProviderClient({
    endpoint: `http://localhost:${ports.edge}`,
    region,
    credentials: accessKey,
    maxAttempts: 1,
  });

const newPool = async (region: string, given = {}) => {
  const { UserPool } = await adminIn(region).send(new CreateUserPoolCommand({ PoolName: 'test', ...given }));
  return { id: UserPool?.Id ?? '', arn: UserPool?.Arn };
};

const openIdProvider = 'arn:aws:iam::123456789012:oidc-provider/id.example.com';
const samlProvider = 'arn:aws:iam::123456789012:saml-provider/corp';

const writeProviders = (): void => {
  writeFileSync(path.join(directory, 'openid.json'), JSON.stringify({ [openIdProvider]: ['our-app'] }));
  writeFileSync(path.join(directory, 'saml.json'), JSON.stringify({ [samlProvider]: 'corp.xml' }));
  writeFileSync(path.join(directory, 'corp.xml'), '<metadata of corp>');
};

const askIam = async (asked: Readonly<Record<string, string>>): Promise<string> => {
  const { IAM_ENDPOINT } = fileOf('runtime.json').env;
  return (await fetch(IAM_ENDPOINT, { method: 'POST', body: new URLSearchParams(asked) })).text();
};

const isOpen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

const itemsAbout = async (text: string): Promise<number> => {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint: database.endpoint, region: 'eu-west-3', credentials });
  const { Items = [] } = await client.send(new ScanCommand({ TableName: 'gatehouse', ConsistentRead: true }));
  return Items.filter(({ pk }) => pk?.S?.includes(text)).length;
};

const cli = (env: Readonly<Record<string, string>>, ...parameters: readonly string[]) => runCli(parameters, { env });

const keySettings = {
  GATEHOUSE_ACCESS_KEY_ID: accessKey.accessKeyId,
  GATEHOUSE_SECRET_ACCESS_KEY: accessKey.secretAccessKey,
};

/** What each variable does to the stack that npm start runs, or to the command line. */
const cases: Readonly<Record<string, () => Promise<void>>> = {
  GATEHOUSE_DATA_DIR: async () => expect(fileOf('local.json')).toHaveProperty('userPoolId'),
  GATEHOUSE_PORT: async () => expect(fileOf('local.json').endpoint).toBe(`http://localhost:${ports.edge}`),
  GATEHOUSE_HTTPS_PORT: async () => {
    expect(fileOf('local.json').httpsEndpoint).toBe(`https://localhost:${ports.https}`);
    expect(await isOpen(ports.https)).toBe(true);
    vi.stubEnv('GATEHOUSE_HTTPS_PORT', 'off');
    expect(httpsPort()).toBeUndefined();
    vi.stubEnv('GATEHOUSE_HTTPS_PORT', 'no');
    expect(httpsPort).toThrow('GATEHOUSE_HTTPS_PORT is no, which is no port. Set it to');
    vi.unstubAllEnvs();
    expect(httpsPort()).toBe(9243);
  },
  // A whole run has such a stack: tests/mcp/over-tls.test.ts.
  GATEHOUSE_ISSUER_SCHEME: async () => {
    const { GATEHOUSE_ISSUER_SCHEME: scheme } = givenSettings({ lambda: 1 }, { GATEHOUSE_ISSUER_SCHEME: 'https' });
    expect(publishedOrigin({ edge: 1, https: 2 }, scheme)).toBe('https://localhost:2');
    expect(() => publishedOrigin({ edge: 1 }, scheme)).toThrow('Set GATEHOUSE_HTTPS_PORT to a port.');
    expect(fileOf('local.json').issuer).toMatch(`http://localhost:${ports.edge}/`);
  },
  GATEHOUSE_MAILBOX_PORT: async () => {
    expect(fileOf('local.json').mailboxUrl).toMatch(new RegExp(`:${ports.mailbox}\\b`));
    expect(await isOpen(ports.mailbox)).toBe(true);
  },
  GATEHOUSE_LAMBDA_PORT: async () => expect(await isOpen(ports.lambda)).toBe(true),
  GATEHOUSE_FILES_PORT: async () => expect(await isOpen(ports.files)).toBe(true),
  GATEHOUSE_ACCESS_KEY_ID: async () => expect(fileOf('local.json')).toMatchObject(accessKey),
  GATEHOUSE_SECRET_ACCESS_KEY: async () => {
    expect((await newPool('us-east-1')).id).not.toBe('');
  },
  DYNAMODB_ENDPOINT: async () => expect(await itemsAbout(fileOf('local.json').userPoolId)).toBeGreaterThan(0),
  GATEHOUSE_ACCOUNT_ID: async () => {
    const { userPoolId: UserPoolId } = fileOf('local.json');
    const { UserPool } = await adminIn('eu-west-3').send(new DescribeUserPoolCommand({ UserPoolId }));
    expect(UserPool?.Arn).toBe(`arn:aws:cognito-idp:eu-west-3:123456789012:userpool/${UserPoolId}`);
  },
  GATEHOUSE_REGION: async () => {
    expect(fileOf('local.json')).toMatchObject({
      region: 'eu-west-3',
      userPoolId: expect.stringMatching(/^eu-west-3_\w{9}$/),
    });
    // On the command line it is the Region of signatures, which this stack's pools follow.
    const there = { ...keySettings, GATEHOUSE_ENDPOINT: `http://localhost:${ports.edge}` };
    const parameters = ['pools', 'create', 'shop', '--sign-in-with', 'email', '--json'] as const;
    const made = await cli({ ...there, GATEHOUSE_REGION: 'sa-east-1' }, ...parameters);
    expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/"sa-east-1_\w{9}"/) });
  },
  GATEHOUSE_POOL_REGION: async () => {
    for (const region of ['ap-southeast-2', 'us-gov-west-1']) {
      const { id, arn } = await newPool(region, { UserPoolTags: { team: region } });
      expect(id).toMatch(new RegExp(`^${region}_\\w{9}$`));
      expect(arn).toBe(`arn:aws:cognito-idp:${region}:123456789012:userpool/${id}`);
      // The Region of a later request does not matter.
      const { Tags } = await adminIn('us-east-1').send(new ListTagsForResourceCommand({ ResourceArn: arn }));
      expect(Tags).toEqual({ team: region });
      const elsewhereArn = arn?.replace(region, 'eu-west-3');
      await expect(
        adminIn(region).send(new ListTagsForResourceCommand({ ResourceArn: elsewhereArn })),
      ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    }
    expect((await newPool('local')).id).toMatch(/^eu-west-3_/);
  },
  LAMBDA_ENDPOINT: async () => {
    const PreSignUp = 'arn:aws:lambda:us-east-1:000000000000:function:another-project-dev-preSignUp';
    const { id: UserPoolId } = await newPool('ca-central-1', { LambdaConfig: { PreSignUp } });
    const admin = adminIn('ca-central-1');
    const { UserPoolClient } = await admin.send(new CreateUserPoolClientCommand({ UserPoolId, ClientName: 'app' }));
    await admin.send(
      new SignUpCommand({ ClientId: UserPoolClient?.ClientId, Username: 'ada', Password: 'Correct-horse-1' }),
    );
    const calls = invoked.filter(({ url, body }) => url !== '/hook' && body.includes(UserPoolId));
    expect(calls).toHaveLength(1);
    expect(decodeURIComponent(calls[0]?.url ?? '')).toContain('another-project-dev-preSignUp');
    expect(JSON.parse(calls[0]?.body ?? '')).toMatchObject({ region: 'ca-central-1', userName: 'ada' });

    // The stack's own workers are where they were.
    await admin.send(new AdminCreateUserCommand({ UserPoolId, Username: 'grace', MessageAction: 'SUPPRESS' }));
    await admin.send(new DeleteUserPoolCommand({ UserPoolId }));
    expect(invoked.filter(({ url }) => url.includes('Purge'))).toEqual([]);
  },
  GATEHOUSE_CUSTOM_DOMAINS: async () => {
    const { id: UserPoolId } = await newPool('eu-west-3');
    const CustomDomainConfig = { CertificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/a' };
    const give = (Domain: string) =>
      adminIn('eu-west-3').send(new CreateUserPoolDomainCommand({ UserPoolId, Domain, CustomDomainConfig }));
    await expect(give('other.example.com')).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(give('login.example.com')).resolves.toHaveProperty('CloudFrontDomain');
  },
  GATEHOUSE_WEBHOOK_URL: async () => expect((await eventOf('UserPoolCreated')).url).toBe('/hook'),
  GATEHOUSE_WEBHOOK_SECRET: async () => {
    const { headers, body } = await eventOf('UserPoolCreated');
    const ofWebhook = Object.entries(headers).filter(([name]) => name.startsWith('webhook-'));
    const signed = Object.fromEntries(ofWebhook.map(([name, value]) => [name, String(value)]));
    expect(new Webhook(webhookSecret).verify(body, signed)).toHaveProperty('type', 'UserPoolCreated');
  },
  EVENT_ATTRIBUTES: async () => expect((await eventOf('UserCreated')).body).toMatch(/"values":{"email":"[^"]+@/),
  POOL_SETTLES_MS: async () => expect(fileOf('runtime.json').env.POOL_SETTLES_MS).toBe('1500'),
  GATEHOUSE_TEST_CLOCK: async () => {
    const { clientId: ClientId, username: USERNAME, password: PASSWORD } = fileOf('local.json');
    const answer = await fetch(`http://localhost:${ports.edge}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
        'x-gatehouse-clock': String(Date.now() + 3_600_000),
      },
      body: JSON.stringify({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME, PASSWORD } }),
    });
    const { AuthenticationResult } = JSON.parse(await answer.text());
    expect(decodeJwt(AuthenticationResult.AccessToken).iat).toBeLessThan(Date.now() / 1000 + 60);
  },
  KMS_ENDPOINT: async () => {
    const address = `http://127.0.0.1:${ports.elsewhere}`;
    expect(fileOf('runtime.json').env.KMS_ENDPOINT).toBe(address);
  },
  GATEHOUSE_OPENID_PROVIDERS: async () => {
    const asked = { Action: 'GetOpenIDConnectProvider', OpenIDConnectProviderArn: openIdProvider };
    expect(await askIam(asked)).toContain('<member>our-app</member>');
  },
  GATEHOUSE_SAML_PROVIDERS: async () => {
    const asked = { Action: 'GetSAMLProvider', SAMLProviderArn: samlProvider };
    expect(await askIam(asked)).toContain('&#60;metadata of corp&#62;');
  },
  GATEHOUSE_SAML_RECIPIENTS: async () => {
    expect(fileOf('runtime.json').env.GATEHOUSE_SAML_RECIPIENTS).toBe('https://app.example.com/acs');
  },
  LOGIN_PROVIDERS_ENDPOINT: async () => {
    const address = `https://localhost:${ports.elsewhere}/providers`;
    expect(fileOf('runtime.json').env.LOGIN_PROVIDERS_ENDPOINT).toBe(address);
  },
  ALLOWED_EMAIL_DOMAINS: async () => {
    const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = fileOf('runtime.json').env;
    const endpoint = `http://127.0.0.1:${ports.lambda}`;
    const lambda = new LambdaClient({ endpoint, region: 'us-east-1', credentials: { accessKeyId, secretAccessKey } });
    const event = (email: string) => {
      const sample = JSON.parse(readFileSync('events/triggers/allow-email-domains.json', 'utf8'));
      return JSON.stringify({ ...sample, request: { ...sample.request, userAttributes: { email } } });
    };
    const outcome = async (email: string) => {
      const call = { FunctionName: 'gatehouse-local-allowEmailDomains', Payload: event(email) };
      return (await lambda.send(new InvokeCommand(call))).FunctionError;
    };
    expect(await outcome('ada@example.org')).toBeUndefined();
    expect(await outcome('ada@example.com')).toBeDefined();
  },
  GATEHOUSE_ENDPOINT: async () => {
    const there = { ...keySettings, GATEHOUSE_ENDPOINT: `http://localhost:${ports.edge}` };
    const listed = await cli(there, 'pools', 'list', '--json');
    expect(listed).toMatchObject({ code: 0, stdout: expect.stringContaining(fileOf('local.json').userPoolId) });
  },
  GATEHOUSE_PROFILE: async () => {
    const file = path.join(directory, 'credentials');
    const { accessKeyId, secretAccessKey } = accessKey;
    const lines = ['[suite]', `aws_access_key_id = ${accessKeyId}`, `aws_secret_access_key = ${secretAccessKey}`];
    writeFileSync(file, `${lines.join('\n')}\n`);
    const listed = await cli(
      {
        GATEHOUSE_ENDPOINT: `http://localhost:${ports.edge}`,
        GATEHOUSE_PROFILE: 'suite',
        AWS_SHARED_CREDENTIALS_FILE: file,
        AWS_CONFIG_FILE: path.join(directory, 'no-config'),
      },
      'pools',
      'list',
      '--json',
    );
    expect(listed).toMatchObject({ code: 0, stdout: expect.stringContaining(fileOf('local.json').userPoolId) });
  },
};

const pages = ['README.md', 'docs', 'docs/decisions'].flatMap((place) =>
  place.endsWith('.md')
    ? [place]
    : readdirSync(place)
        .filter((name) => name.endsWith('.md'))
        .map((name) => path.join(place, name)),
);

const filesBelow = (place: string): string[] =>
  readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ts$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name));

// A status of CloudFormation, a policy of the AWS Encryption SDK, authorizers of API Gateway and AppSync, what GitHub
// Actions sets, and a variable of a command that is to be pasted.
const othersWords = [
  'UPDATE_ROLLBACK_FAILED',
  'REQUIRE_ENCRYPT_ALLOW_DECRYPT',
  'COGNITO_USER_POOLS',
  'AMAZON_COGNITO_USER_POOLS',
  'OPENID_CONNECT',
  'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
  'ACTIONS_ID_TOKEN_REQUEST_URL',
  'DEVICE_CODE',
  'HIDDEN_DUE_TO_SECURITY_REASONS',
];

/** Words of that form that are no settings: of the API, of the table, of what our operations answer. */
const otherWords = (): ReadonlySet<string> => {
  const sources = [
    'node_modules/@aws-sdk/client-cognito-identity-provider/dist-types',
    'functions/api',
    ...['data', 'domain', 'services', 'wire', 'gateways'].map((layer) => `shared/${layer}`),
  ].flatMap(filesBelow);
  const words = sources.flatMap((file) => readFileSync(file, 'utf8').match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g) ?? []);
  return new Set([...words, ...othersWords]);
};

const documented = (): string[] => {
  const text = pages.map((page) => readFileSync(page, 'utf8')).join('\n');
  const known = otherWords();
  const named = text.match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g) ?? [];
  return [...new Set(named)].filter((word) => !known.has(word)).sort();
};

describe('Every documented environment variable', () => {
  beforeAll(async () => {
    for (const part of ['edge', 'https', 'mailbox', 'lambda', 'files', 'elsewhere'] as const)
      ports[part] = await freePort();
    functions = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      // It answers every event as it came, so that nothing changes.
      request.on('end', () => {
        invoked.push({ url: request.url ?? '', headers: request.headers, body });
        response.end(body);
      });
    }).listen(ports.elsewhere, '127.0.0.1');
    database = await startDatabase({
      address: await drawAddress(),
      file: undefined,
      tableName: 'another',
      region: 'eu-west-3',
    });
    writeProviders();
    const child = spawn(process.execPath, ['local/start.ts', '--memory'], {
      env: {
        ...ownEnvironment(),
        ...keySettings,
        GATEHOUSE_DATA_DIR: directory,
        GATEHOUSE_PORT: String(ports.edge),
        GATEHOUSE_HTTPS_PORT: String(ports.https),
        GATEHOUSE_MAILBOX_PORT: String(ports.mailbox),
        GATEHOUSE_LAMBDA_PORT: String(ports.lambda),
        GATEHOUSE_FILES_PORT: String(ports.files),
        GATEHOUSE_ACCOUNT_ID: '123456789012',
        GATEHOUSE_REGION: 'eu-west-3',
        GATEHOUSE_POOL_REGION: 'signature',
        GATEHOUSE_TEST_CLOCK: 'off',
        GATEHOUSE_CUSTOM_DOMAINS: 'auth.example.com,login.example.com',
        DYNAMODB_ENDPOINT: database.endpoint,
        LAMBDA_ENDPOINT: `http://127.0.0.1:${ports.elsewhere}`,
        GATEHOUSE_OPENID_PROVIDERS: path.join(directory, 'openid.json'),
        GATEHOUSE_SAML_PROVIDERS: path.join(directory, 'saml.json'),
        GATEHOUSE_SAML_RECIPIENTS: 'https://app.example.com/acs',
        LOGIN_PROVIDERS_ENDPOINT: `https://localhost:${ports.elsewhere}/providers`,
        KMS_ENDPOINT: `http://127.0.0.1:${ports.elsewhere}`,
        POOL_SETTLES_MS: '1500',
        GATEHOUSE_WEBHOOK_URL: `http://127.0.0.1:${ports.elsewhere}/hook`,
        GATEHOUSE_WEBHOOK_SECRET: webhookSecret,
        EVENT_ATTRIBUTES: 'email',
        ALLOWED_EMAIL_DOMAINS: 'example.org',
      },
    });
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    stopStack = async () => {
      child.kill('SIGTERM');
      await ended;
    };
    const { said, introduced } = hearStart(child);
    await introduced;
    expect(said()).toContain('Gatehouse is ready');
  });

  afterAll(async () => {
    await stopStack();
    await database.child?.stop();
    functions.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it('has a test that holds it to its effect', () => {
    const tested = [...Object.keys(elsewhere), ...Object.keys(exampleSettings), ...Object.keys(cases)].sort();
    expect(documented()).toEqual(tested);
    for (const [name, file] of Object.entries(elsewhere)) {
      expect([name, readFileSync(file, 'utf8').includes(name)]).toEqual([name, true]);
    }
  });

  it.each(Object.entries(cases))('does what is promised: %s', async (_name, holds) => {
    await holds();
  });

  it.each(Object.entries(exampleSettings))('reaches the examples: %s', (name, [value, read, effect]) => {
    vi.stubEnv(name, value);
    expect(read()).toEqual(effect);
    vi.unstubAllEnvs();
  });
});

it.each([
  ['GATEHOUSE_ACCOUNT_ID', '1234'],
  ['GATEHOUSE_REGION', 'Frankfurt'],
  ['GATEHOUSE_POOL_REGION', 'yes'],
  ['GATEHOUSE_ISSUER_SCHEME', 'ftp'],
  ['GATEHOUSE_TEST_CLOCK', 'on'],
  ['GATEHOUSE_CUSTOM_DOMAINS', 'https://example.com'],
  ['GATEHOUSE_OUTBOUND_HOSTS', 'https://localhost:9443'],
  ['GATEHOUSE_OUTBOUND_HOSTS', 'graph.facebook.com=localhost'],
  ['GATEHOUSE_STS_PROFILE', ' '],
  ['GATEHOUSE_SAML_PROVIDERS', ' '],
  ['GATEHOUSE_OPENID_PROVIDERS', '\t'],
  ['GATEHOUSE_SAML_RECIPIENTS', 'app.example.com'],
  ['GATEHOUSE_SAML_RECIPIENTS', 'https://a.example.com,b'],
  ['LOGIN_PROVIDERS_ENDPOINT', 'http://localhost:9999'],
  ['GATEHOUSE_WEBHOOK_URL', 'http://example.com/hook'],
  ['GATEHOUSE_WEBHOOK_URL', 'http://localhost.example.com'],
  ['GATEHOUSE_WEBHOOK_URL', 'http://localhost@example.com'],
  ['EVENT_ATTRIBUTES', 'email;name'],
  ['LAMBDA_ENDPOINT', 'localhost:3002'],
  ['LAMBDA_ENDPOINT', 'http://[::1'],
  ['KMS_ENDPOINT', 'localhost'],
  ['KMS_ENDPOINT', 'https://%'],
  ['DYNAMODB_TIMEOUT_MS', 'soon'],
  ['POOL_SETTLES_MS', '-1'],
])('npm start refuses a %s that is %s, and says what it may be', (name, value) => {
  expect(() => givenSettings({ lambda: 1 }, { [name]: value })).toThrow(`${name} is ${value}. Set it to `);
});

it('npm start refuses a secret of webhooks that is none, and does not repeat it', () => {
  const given = { GATEHOUSE_WEBHOOK_SECRET: 'whsec_too-short' };
  const sentence =
    'GATEHOUSE_WEBHOOK_SECRET is nothing that can be used. Set it to whsec_ and 24 to 64 bytes in base64.';
  expect(() => givenSettings({ lambda: 1 }, given)).toThrow(sentence);
});
