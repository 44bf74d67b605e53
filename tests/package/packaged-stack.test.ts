import { AdminConfirmSignUpCommand } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import { overBudget } from '#local/packaging/bundle-budget.ts';
import { bundleSize, isHashing, type PackagedStack, packageStack } from '#local/packaging/package-stack.ts';
import type { TemplateResource } from '#local/packaging/template.ts';
import { cyclesOf } from '#local/packaging/template-cycles.ts';
import { faultsOf } from '#local/packaging/template-faults.ts';
import { adminClient } from '#tests/support/clients.ts';
import { makePool, password } from '#tests/support/pools.ts';
import { runPackaged } from './run-packaged.ts';

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly Condition?: { readonly StringEquals: Readonly<Record<string, string>> };
}

const PURPOSE = 'kms:EncryptionContext:purpose';

// No route leads to them: who may invoke them is for IAM to say.
const workers = ['CreateAccessKey', 'DisableAccessKey', 'PurgeUserPool'];

const isOperation = (name: string): boolean => /^[A-Z]/.test(name) && !workers.includes(name);

let stack: PackagedStack;

beforeAll(async () => {
  stack = await packageStack('prod');
}, 120_000);

const resources = (type: string): [string, TemplateResource][] =>
  Object.entries(stack.template.Resources).filter(([, { Type }]) => Type === type);

const actionsOf = ({ Action }: Statement): readonly string[] => [Action].flat();

const statementsOf = (role: string): Statement[] => {
  const properties = stack.template.Resources[role]?.Properties as {
    readonly Policies: readonly { readonly PolicyDocument: { readonly Statement: readonly Statement[] } }[];
  };
  return properties.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
};

const allowed = (role: string): string[] =>
  statementsOf(role)
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(actionsOf);

/** Purposes of the data keys that a role may use with a KMS action. */
const purposes = (role: string, action: string): string[] =>
  statementsOf(role)
    .filter((statement) => actionsOf(statement).includes(action))
    .map(({ Condition }) => Condition?.StringEquals[PURPOSE] ?? 'any')
    .sort();

describe('the packaged stack', () => {
  it('has a template that CloudFormation would take', async () => {
    expect(await faultsOf(stack.template)).toEqual([]);
  });

  it('has no resources that wait for each other', () => {
    expect(cyclesOf(stack.template)).toEqual([]);
  });

  it('keeps room for 180 functions', () => {
    const { template, functions } = stack;
    const others = Object.keys(template.Resources).length - functions.length;
    expect(others + 180).toBeLessThanOrEqual(500);
    expect(others).toBeLessThan(60);
    expect((JSON.stringify(template).length / functions.length) * 180).toBeLessThan(900_000);
  });

  it('routes every function that has a route, with the payload the functions read', () => {
    const [[, api] = []] = resources('AWS::ApiGatewayV2::Api');
    const body = api?.Properties?.Body;
    const version = ['post', 'x-amazon-apigateway-integration', 'payloadFormatVersion'];
    for (const { name } of stack.functions.filter(({ name }) => isOperation(name)))
      expect(body).toHaveProperty(['paths', `/op/${name}`, ...version], '2.0');
    expect(body).toHaveProperty(['paths', '/$default', 'x-amazon-apigateway-any-method', 'isDefaultRoute'], true);
    for (const name of workers) expect(body).not.toHaveProperty(['paths', `/op/${name}`]);
  });

  it('runs every function on arm64 with the same environment', () => {
    for (const [, { Properties }] of resources('AWS::Lambda::Function'))
      expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
  });

  it('never lets a request say what time it is, nor weakens the password hash', () => {
    for (const { environment } of stack.functions) {
      expect(environment).not.toHaveProperty('GATEHOUSE_TEST_CLOCK');
      expect(environment).not.toHaveProperty('ARGON2');
      expect(environment).not.toHaveProperty('SEALING_KEY_FILE');
      expect(environment).toHaveProperty('ORIGIN_SECRETS');
      expect(environment).toHaveProperty('SEALING_KMS_KEY_ID');
    }
  });

  it('gives the edge function the domain of the API', () => {
    const [[, edge] = []] = resources('AWS::CloudFront::Function');
    const code = JSON.stringify(edge?.Properties?.FunctionCode);
    expect(code).toContain('"Ref":"HttpApi"');
    expect(code).not.toContain('__ORIGIN_DOMAIN__');
  });

  it('keeps the table and the sealing key when the stack goes', () => {
    for (const id of ['Table', 'SealingKey'])
      expect(stack.template.Resources[id]).toMatchObject({ DeletionPolicy: 'Retain' });
    expect(stack.template.Resources.Table?.Properties).toMatchObject({
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true },
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
    });
  });
});

describe('a zip', () => {
  it('holds no source map', () => {
    const maps = stack.functions.flatMap(({ files }) => files.filter(({ name }) => name.endsWith('.map')));
    expect(maps).toEqual([]);
  });

  it('holds the native password hash for Lambda where the function hashes, and nowhere else', () => {
    const hashing = stack.functions.filter(isHashing).map(({ name }) => name);
    expect(hashing).toEqual(expect.arrayContaining(['SignUp', 'InitiateAuth']));
    expect(hashing).not.toContain('GetUser');
    for (const { files } of stack.functions.filter(isHashing)) {
      const names = files.map(({ name }) => name).filter((name) => name.startsWith('node_modules/'));
      expect(names).toEqual([
        'node_modules/@node-rs/argon2-linux-arm64-gnu/argon2.linux-arm64-gnu.node',
        'node_modules/@node-rs/argon2-linux-arm64-gnu/package.json',
        'node_modules/@node-rs/argon2/index.js',
        'node_modules/@node-rs/argon2/package.json',
      ]);
    }
  });

  it('holds all that a function needs, and it hashes there without the native binary, too', async () => {
    const pool = await makePool();
    const sign = { ClientId: pool.clientId, Username: 'ada', Password: password };
    expect(await runPackaged('sign-up', 'SignUp', sign)).toMatchObject({
      statusCode: 200,
      body: { UserConfirmed: false },
    });
    await adminClient().send(new AdminConfirmSignUpCommand({ UserPoolId: pool.poolId, Username: 'ada' }));
    const { body } = await runPackaged('sign-in', 'InitiateAuth', {
      ClientId: pool.clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'ada', PASSWORD: password },
    });
    const { AccessToken } = v.parse(v.object({ AccessToken: v.string() }), body.AuthenticationResult);
    expect(await runPackaged('account', 'GetUser', { AccessToken })).toMatchObject({ body: { Username: 'ada' } });
  });

  it('keeps within the bundle budget', () => {
    expect(overBudget(stack.functions.map(bundleSize))).toEqual([]);
  });
});

describe('a role', () => {
  it('names every action in full, and none that reads a whole table', () => {
    for (const [role] of resources('AWS::IAM::Role')) {
      expect(allowed(role).filter((action) => action.includes('*'))).toEqual([]);
      expect(allowed(role)).not.toContain('dynamodb:Scan');
    }
  });

  it('lets functions that only read open nothing and change nothing', () => {
    for (const role of ['ReadRole', 'EdgeReadRole']) {
      expect(allowed(role).filter((action) => /^(kms|ses|sns|lambda):/.test(action))).toEqual([]);
      expect(allowed(role).filter((action) => /dynamodb:(Put|Update|Delete)/.test(action))).toEqual([]);
    }
  });

  it('opens signing keys for sign-in alone', () => {
    const openers = resources('AWS::IAM::Role')
      .map(([role]) => role)
      .filter((role) => purposes(role, 'kms:Decrypt').some((purpose) => purpose !== 'general'));
    expect(openers).toEqual(['SignInRole']);
    expect(purposes('SignInRole', 'kms:Decrypt')).toEqual(['general', 'signing']);
  });

  it('makes data keys only for a stated purpose', () => {
    for (const [role] of resources('AWS::IAM::Role'))
      expect(purposes(role, 'kms:GenerateDataKey')).not.toContain('any');
  });

  it('lets example triggers touch nothing', () => {
    expect(allowed('TriggerRole').filter((action) => !/^(logs|xray):/.test(action))).toEqual([]);
  });

  it('lets the example trigger that welcomes send e-mail, and touch nothing else', () => {
    const welcome = stack.functions.find(({ name }) => name === 'welcomeMessage');
    expect(welcome?.environment).toMatchObject({ EMAIL_FROM: { Ref: 'EmailFrom' } });
    expect(stack.template.Resources.WelcomeMessageLambdaFunction?.Properties?.Role).toEqual({
      'Fn::GetAtt': ['SendingTriggerRole', 'Arn'],
    });
    expect(allowed('SendingTriggerRole').filter((action) => !/^(logs|xray):/.test(action))).toEqual(['ses:SendEmail']);
  });

  it('never invokes the functions that are for IAM alone, whatever a pool names as its trigger', () => {
    for (const [role] of resources('AWS::IAM::Role').filter(([id]) => allowed(id).includes('lambda:InvokeFunction'))) {
      const denied = statementsOf(role).filter(({ Effect }) => Effect === 'Deny');
      expect(JSON.stringify(denied)).toContain('CreateAccessKey');
    }
  });
});
