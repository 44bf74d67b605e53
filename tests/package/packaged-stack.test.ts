import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { buildClient, CommitmentPolicy, KmsKeyringNode } from '@aws-crypto/client-node';
import { AdminConfirmSignUpCommand, ConfirmSignUpCommand } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { securityHeaders } from '#local/console/security-headers.ts';
import { longWorkers } from '#local/long-work.ts';
import { DATA_LAYER_ARTIFACT } from '#local/osls/data-layer.ts';
import { overBudget } from '#local/packaging/bundle-budget.ts';
import { limitFaultsOf } from '#local/packaging/limit-faults.ts';
import { bundleSize, isHashing, type PackagedStack, packageStack } from '#local/packaging/package-stack.ts';
import { firstTemplateFaultsOf, type Release, releaseFaultsOf } from '#local/packaging/release-faults.ts';
import type { TemplateResource } from '#local/packaging/template.ts';
import { cyclesOf } from '#local/packaging/template-cycles.ts';
import { faultsOf } from '#local/packaging/template-faults.ts';
import { zipEntries } from '#local/packaging/zip-entries.ts';
import { isTrusted, TrustPolicy } from '#local/sts/trust-policy.ts';
import { KMS } from '#shared/gateways/kms-client.ts';
import { functionArn } from '#tests/functions/triggers/invoking.ts';
import { answering, startService } from '#tests/shared/gateways/service-stand-in.ts';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { keyArn, startKms } from '#tests/support/kms-stand-in.ts';
import { leaked, setBlocklist } from '#tests/support/leaked-passwords.ts';
import { makePool, makeUser, password } from '#tests/support/pools.ts';
import { audit, eventsOf } from '#tests/support/risk.ts';
import { getPackaged, runPackaged, runPackagedWorker } from './run-packaged.ts';
import { unzip } from './unzip.ts';

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const PURPOSE = 'kms:EncryptionContext:purpose';
const POOL = 'kms:EncryptionContext:userpool-id';

// They have no route: IAM says who may invoke them.
const workers = [
  'CreateAccessKey',
  'DisableAccessKey',
  'DeliverLog',
  'NoteMailEvents',
  'PublishEvents',
  'KeepTrail',
  'SendThroughCustomSender',
  ...longWorkers,
];

const isOperation = (name: string): boolean => /^[A-Z]/.test(name) && !workers.includes(name);

const examples = readdirSync('functions/triggers')
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -'.ts'.length).replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()));
const exampleRoles = ['TriggerRole', 'SendingTriggerRole', 'CognitoMigrationRole', 'CustomSenderRole'];

let stack: PackagedStack;
let withExamples: PackagedStack;

beforeAll(async () => {
  withExamples = await packageStack('prod', '--param', 'exampleTriggers=on');
  // Last, since its zips are run below.
  stack = await packageStack('prod');
});

const resources = (type: string, { template } = stack): [string, TemplateResource][] =>
  Object.entries(template.Resources).filter(([, { Type }]) => Type === type);

const actionsOf = ({ Action }: Statement): readonly string[] => [Action].flat();

type Policies = readonly { readonly PolicyDocument: { readonly Statement: readonly Statement[] } }[];

const statementsOf = (role: string, { template } = stack): Statement[] => {
  const properties = template.Resources[role]?.Properties as {
    readonly Policies: Policies | { readonly 'Fn::If': readonly [string, Policies, unknown] };
  };
  const policies = 'Fn::If' in properties.Policies ? properties.Policies['Fn::If'][1] : properties.Policies;
  return policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
};

const allowed = (role: string, of = stack): string[] =>
  statementsOf(role, of)
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(actionsOf);

/**
 * Purposes of the data keys that a role may use with a KMS action. Only codes for custom senders name a pool in this
 * way.
 */
const purposes = (role: string, action: string): string[] => [
  ...new Set(
    statementsOf(role, withExamples)
      .filter((statement) => statement.Effect === 'Allow' && actionsOf(statement).includes(action))
      .map(
        ({ Condition }) => Condition?.StringEquals?.[PURPOSE] ?? (Condition?.Null?.[POOL] ? 'custom senders' : 'any'),
      )
      .sort(),
  ),
];

describe('the packaged stack', () => {
  it('has a template that CloudFormation would take', async () => {
    const release: Release = JSON.parse(readFileSync('resources/last-release.json', 'utf8'));
    expect(await faultsOf(stack.template)).toEqual([]);
    expect(limitFaultsOf(stack.template, 'prod')).toEqual([]);
    expect(firstTemplateFaultsOf(stack.firstTemplate, stack.parameters)).toEqual([]);
    expect(releaseFaultsOf(stack.template, release)).toEqual([]);
  });

  it('has no resources that wait for each other', () => {
    expect(cyclesOf(stack.template)).toEqual([]);
  });

  it('keeps room for 180 functions', () => {
    const { template, functions } = stack;
    const others = Object.keys(template.Resources).length - functions.length;
    expect(others + 180).toBeLessThanOrEqual(500);
    expect(others).toBeLessThan(85);
    expect((JSON.stringify(template).length / functions.length) * 180).toBeLessThan(900_000);
  });

  it('routes every function that has a route, with the payload the functions read', () => {
    const body = stack.template.Resources.HttpApi?.Properties?.Body;
    const integrations = ['components', 'x-amazon-apigateway-integrations'];
    for (const { name } of stack.functions.filter(({ name }) => isOperation(name))) {
      const $ref = `#/${integrations.join('/')}/gatehouse-prod-${name}`;
      expect(body).toHaveProperty(['paths', `/op/${name}`, 'post', 'x-amazon-apigateway-integration'], { $ref });
      expect(body).toHaveProperty([...integrations, `gatehouse-prod-${name}`, 'payloadFormatVersion'], '2.0');
    }
    expect(body).toHaveProperty(['paths', '/$default', 'x-amazon-apigateway-any-method', 'isDefaultRoute'], true);
    for (const name of workers) expect(body).not.toHaveProperty(['paths', `/op/${name}`]);
  });

  it('keeps keys, discovery and files of pages in its cache, and runs the edge function for those at the root of a host', () => {
    const [[, distribution] = []] = resources('AWS::CloudFront::Distribution');
    const { CacheBehaviors } = Object(distribution?.Properties?.DistributionConfig);
    const CachePolicyId = '658327ea-f89d-4fab-a63d-7e88639e58f6';
    expect({ CacheBehaviors: [...CacheBehaviors].filter((one: object) => !('Fn::If' in one)) }).toMatchObject({
      CacheBehaviors: [
        { PathPattern: '/*/.well-known/*', TargetOriginId: 'pages', AllowedMethods: ['GET', 'HEAD'], CachePolicyId },
        {
          PathPattern: '/.well-known/*',
          TargetOriginId: 'pages',
          AllowedMethods: ['GET', 'HEAD'],
          CachePolicyId,
          FunctionAssociations: [{ EventType: 'viewer-request' }],
        },
        { PathPattern: '/assets/*', TargetOriginId: 'pages', AllowedMethods: ['GET', 'HEAD'], CachePolicyId },
        { PathPattern: '/*/assets/images/*', TargetOriginId: 'pages', AllowedMethods: ['GET', 'HEAD'], CachePolicyId },
        { PathPattern: '/*/assets/CSS/*', TargetOriginId: 'pages', AllowedMethods: ['GET', 'HEAD'], CachePolicyId },
        { PathPattern: '/branding/*', TargetOriginId: 'pages', AllowedMethods: ['GET', 'HEAD'], CachePolicyId },
        { PathPattern: '/transactions/*' },
        { PathPattern: '/oauth2/authorize' },
      ],
    });
  });

  it('lets pages of any origin read every answer but that of the authorization endpoint', () => {
    const [[, distribution] = []] = resources('AWS::CloudFront::Distribution');
    const { DefaultCacheBehavior: usual, CacheBehaviors } = Object(distribution?.Properties?.DistributionConfig);
    const authorize: unknown = CacheBehaviors.at(-1);
    expect(usual.ResponseHeadersPolicyId).toMatch(/^[\da-f-]{36}$/);
    expect(authorize).toEqual({
      ...usual,
      PathPattern: '/oauth2/authorize',
      ResponseHeadersPolicyId: { Ref: 'AWS::NoValue' },
    });
  });

  it('has an API of its own for what has a path of its own', () => {
    const body = stack.template.Resources.PagesApi?.Properties?.Body;
    for (const method of ['get', 'head'])
      expect(body).toHaveProperty(['paths', '/{poolId}/.well-known/jwks.json', method]);
    expect(body).toHaveProperty(['paths', '/$default', 'x-amazon-apigateway-any-method', 'isDefaultRoute'], true);
    expect(JSON.stringify(body)).not.toContain('/op/');
  });

  it('has an API without CORS for transactions, whose functions say which origin may read them', () => {
    const [, , body] = ['HttpApi', 'PagesApi', 'TransactionsApi'].map(
      (api) => stack.template.Resources[api]?.Properties?.Body,
    );
    expect(body).toHaveProperty(['paths', '/transactions/{id}', 'options']);
    expect(body).not.toHaveProperty('x-amazon-apigateway-cors');
    expect(JSON.stringify(stack.template.Resources.PagesApi?.Properties)).not.toContain('/transactions/');
    const [[, distribution] = []] = resources('AWS::CloudFront::Distribution');
    const { DefaultCacheBehavior: usual, CacheBehaviors } = Object(distribution?.Properties?.DistributionConfig);
    expect(CacheBehaviors).toContainEqual({
      ...usual,
      PathPattern: '/transactions/*',
      TargetOriginId: 'transactions',
      ResponseHeadersPolicyId: { Ref: 'AWS::NoValue' },
    });
  });

  it('tells the functions the origin secrets by their APIs alone, and in no setting', () => {
    const StageVariables = {
      originSecretFirst: { 'Fn::Sub': '{{resolve:secretsmanager:${OriginSecretFirst}:SecretString}}' },
      originSecretSecond: { 'Fn::Sub': '{{resolve:secretsmanager:${OriginSecretSecond}:SecretString}}' },
    };
    for (const stage of ['HttpApiStage', 'PagesApiStage', 'TransactionsApiStage'])
      expect(stack.template.Resources[stage]?.Properties).toMatchObject({ StageVariables });
    for (const { environment } of stack.functions) {
      expect(environment).toHaveProperty('ORIGIN_SECRETS', 'stage-variables');
      expect(JSON.stringify(environment)).not.toContain('resolve:');
    }
  });

  it('has long work that was broken off go on by itself', () => {
    const schedules = resources('AWS::Scheduler::Schedule');
    expect(schedules.map(([name]) => name).sort()).toEqual(longWorkers.map((name) => `${name}Schedule`));
    for (const [name, { Properties }] of schedules) {
      const worker = `${name.slice(0, -'Schedule'.length)}LambdaFunction`;
      expect(Properties).toMatchObject({ Target: { Arn: { 'Fn::GetAtt': [worker, 'Arn'] }, Input: '{}' } });
    }
  });

  it('runs every function on arm64 with the same environment', () => {
    for (const [, { Properties }] of resources('AWS::Lambda::Function', withExamples))
      expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
  });

  it('never lets a request say what time it is, nor weakens the password hash', () => {
    for (const { environment } of withExamples.functions) {
      expect(environment).not.toHaveProperty('GATEHOUSE_TEST_CLOCK');
      expect(environment).not.toHaveProperty('ARGON2');
      expect(environment).not.toHaveProperty('SEALING_KEY_FILE');
      expect(environment).toHaveProperty('SEALING_KMS_KEY_ID');
    }
  });

  it('gives the edge function the domain of the API', () => {
    const [[, edge] = []] = resources('AWS::CloudFront::Function');
    const code = JSON.stringify(edge?.Properties?.FunctionCode);
    for (const api of ['HttpApi', 'PagesApi', 'TransactionsApi']) expect(code).toContain(`"Ref":"${api}"`);
    expect(code).not.toContain('_DOMAIN__');
  });

  it('keeps the table and the sealing key when the stack goes', () => {
    for (const id of ['Table', 'SealingKey', 'FilesBucket'])
      expect(stack.template.Resources[id]).toMatchObject({
        DeletionPolicy: 'RetainExceptOnCreate',
        UpdateReplacePolicy: 'Retain',
      });
    expect(stack.template.Parameters?.TableProtection).toMatchObject({ Default: 'on' });
    expect(stack.template.Resources.Table?.Properties).toMatchObject({
      DeletionProtectionEnabled: { 'Fn::If': ['ProtectsTable', true, false] },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true },
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
    });
  });
});

describe('the console', () => {
  const theirs = ['ConsoleAccess', 'ConsoleBucket', 'ConsoleBucketPolicy', 'ConsoleHeaders'];

  const optional = (list: string): unknown[] => {
    const [[, distribution] = []] = resources('AWS::CloudFront::Distribution');
    const entries: readonly object[] = Object(distribution?.Properties?.DistributionConfig)[list];
    return entries.flatMap((entry) => ('Fn::If' in entry ? [entry['Fn::If']] : []));
  };

  it('comes with one condition, which does not hold by default', () => {
    const { Parameters, Conditions, Resources } = stack.template;
    expect(Parameters?.Console).toMatchObject({ Default: 'off', AllowedValues: ['on', 'off'] });
    expect(Conditions?.ServesConsole).toEqual({ 'Fn::Equals': [{ Ref: 'Console' }, 'on'] });
    const conditional = Object.entries(Resources).filter(([, { Condition }]) => Condition === 'ServesConsole');
    expect(conditional.map(([name]) => name).sort()).toEqual(theirs);
    for (const [condition, , otherwise] of [...optional('Origins'), ...optional('CacheBehaviors')].map(Object)) {
      expect(condition).toBe('ServesConsole');
      expect(otherwise).toEqual({ Ref: 'AWS::NoValue' });
    }
    // No function is told where its files are.
    for (const { environment } of stack.functions) expect(JSON.stringify(environment)).not.toContain('Console');
  });

  it('is in a bucket that the distribution alone reads, and no path leads to a list of it', () => {
    const { ConsoleBucket, ConsoleBucketPolicy } = stack.template.Resources;
    expect(ConsoleBucket?.Properties?.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    const { PolicyDocument } = Object(ConsoleBucketPolicy?.Properties);
    const allows = PolicyDocument.Statement.filter(({ Effect }: Statement) => Effect === 'Allow');
    expect(allows.map(({ Action }: Statement) => Action)).toEqual(['s3:GetObject', 's3:ListBucket']);
    for (const statement of allows) {
      expect(statement).toMatchObject({
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Condition: { StringEquals: { 'AWS:SourceArn': expect.anything() } },
      });
    }
    expect(optional('Origins')).toMatchObject([
      [
        'ServesConsole',
        {
          Id: 'console',
          OriginAccessControlId: { 'Fn::GetAtt': ['ConsoleAccess', 'Id'] },
          S3OriginConfig: { OriginAccessIdentity: '' },
        },
        {},
      ],
    ]);
  });

  it('is kept by caches where names tell the content, is asked for otherwise, and comes to no API', () => {
    const [optimized, disabled] = ['658327ea-f89d-4fab-a63d-7e88639e58f6', '4135ea2d-6df8-44a3-9df3-4b5a84be39ad'];
    const usual = {
      TargetOriginId: 'console',
      AllowedMethods: ['GET', 'HEAD'],
      ViewerProtocolPolicy: 'https-only',
      Compress: true,
      ResponseHeadersPolicyId: { Ref: 'ConsoleHeaders' },
    };
    const FunctionARN = { 'Fn::GetAtt': ['ViewerRequest', 'FunctionMetadata.FunctionARN'] };
    const FunctionAssociations = [{ EventType: 'viewer-request', FunctionARN }];
    expect(optional('CacheBehaviors').map((entry) => Object(entry)[1])).toEqual([
      { ...usual, PathPattern: '/console/assets/*', CachePolicyId: optimized },
      { ...usual, PathPattern: '/console/*', CachePolicyId: disabled, FunctionAssociations },
      { ...usual, PathPattern: '/console', CachePolicyId: disabled, FunctionAssociations },
    ]);
    const [[, distribution] = []] = resources('AWS::CloudFront::Distribution');
    const { CacheBehaviors } = Object(distribution?.Properties?.DistributionConfig);
    // The first pattern that fits counts, and others begin with any name.
    for (const entry of CacheBehaviors.slice(0, 3)) expect(entry).toHaveProperty('Fn::If');
    expect(JSON.stringify(stack.template.Resources.ViewerRequest?.Properties?.FunctionCode)).toContain(
      '{"Fn::If":["ServesConsole","on","off"]}',
    );
  });

  it('has the headers that it has on a laptop, and HSTS', () => {
    const { ResponseHeadersPolicyConfig } = Object(stack.template.Resources.ConsoleHeaders?.Properties);
    const { SecurityHeadersConfig, CustomHeadersConfig } = ResponseHeadersPolicyConfig;
    const custom: readonly { readonly Header: string; readonly Value: string }[] = CustomHeadersConfig.Items;
    expect({
      'content-security-policy': SecurityHeadersConfig.ContentSecurityPolicy.ContentSecurityPolicy,
      'referrer-policy': SecurityHeadersConfig.ReferrerPolicy.ReferrerPolicy,
      'x-frame-options': SecurityHeadersConfig.FrameOptions.FrameOption,
      'x-content-type-options': 'nosniff',
      ...Object.fromEntries(custom.map(({ Header, Value }) => [Header, Value])),
    }).toEqual(securityHeaders);
    expect(SecurityHeadersConfig).toMatchObject({
      ContentTypeOptions: { Override: true },
      StrictTransportSecurity: { AccessControlMaxAgeSec: 31_536_000, Override: true },
    });
  });
});

describe('events', () => {
  const theirs = ['EventStream', 'PublishEventsLambdaFunction', 'PublishEventsRole', 'UnsentEventsQueue'];

  it('come with one condition, which does not hold by default, and without it there is no stream', () => {
    const { Parameters, Conditions, Resources } = stack.template;
    expect(Parameters?.EventBus).toMatchObject({ Default: '' });
    expect(Conditions?.SendsEvents).toEqual({ 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'EventBus' }, ''] }] });
    const conditional = Object.entries(Resources).filter(([, { Condition }]) => Condition === 'SendsEvents');
    expect(conditional.map(([name]) => name).sort()).toEqual(theirs);
    expect(Resources.Table?.Properties).toMatchObject({
      StreamSpecification: {
        'Fn::If': ['SendsEvents', { StreamViewType: 'NEW_AND_OLD_IMAGES' }, { Ref: 'AWS::NoValue' }],
      },
    });
  });

  it('that cannot be sent are tried again, halved, and left to the queue before the stream forgets them', () => {
    expect(stack.template.Resources.EventStream?.Properties).toMatchObject({
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 100,
      MaximumRecordAgeInSeconds: 21_600,
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['UnsentEventsQueue', 'Arn'] } } },
    });
  });

  it('are sent by a function that reads the stream, and may nothing else', () => {
    const actions = allowed('PublishEventsRole').filter((action) => !/^(logs|xray):/.test(action));
    expect(actions).toEqual([
      'dynamodb:DescribeStream',
      'dynamodb:GetRecords',
      'dynamodb:GetShardIterator',
      'dynamodb:ListStreams',
      'events:PutEvents',
      'sqs:SendMessage',
    ]);
    expect(JSON.stringify(statementsOf('PublishEventsRole'))).toContain('event-bus/${EventBus}');
    const told = stack.functions.filter(({ environment }) => 'EVENT_BUS' in Object(environment));
    expect(told.map(({ name }) => name)).toEqual(['PublishEvents']);
  });
});

describe('the example triggers', () => {
  const logicalId = (key: string): string => `${key[0]?.toUpperCase()}${key.slice(1)}LambdaFunction`;

  it('are in no deployment that does not ask for them: no function, no role, no permission, nowhere a name', () => {
    expect(examples).toHaveLength(15);
    const text = JSON.stringify(stack.template);
    for (const key of examples) expect(text).not.toMatch(new RegExp(`\\b${key}\\b|${logicalId(key)}`));
    for (const role of exampleRoles) expect(text).not.toContain(`"${role}"`);
    expect(stack.functions.map(({ name }) => name).filter((name) => examples.includes(name))).toEqual([]);
  });

  it('come by one parameter, with their roles and nothing else', async () => {
    const before = new Set(Object.keys(stack.template.Resources));
    const added = Object.keys(withExamples.template.Resources).filter((id) => !before.has(id));
    expect(added.sort()).toEqual([...examples.map(logicalId), ...exampleRoles].sort());
    expect(Object.keys(withExamples.template.Resources)).toHaveLength(before.size + added.length);
    expect(await faultsOf(withExamples.template)).toEqual([]);
    expect(limitFaultsOf(withExamples.template, 'prod')).toEqual([]);
  });

  it('log where all functions do', () => {
    for (const key of examples)
      expect(withExamples.template.Resources[logicalId(key)]?.Properties).toMatchObject({
        LoggingConfig: { LogGroup: '/gatehouse/prod' },
      });
    const groups = resources('AWS::Logs::LogGroup', withExamples).map(([name]) => name);
    expect(groups.sort()).toEqual(['FunctionsLogGroup', 'TrailLogGroup']);
  });

  it('touch nothing', () => {
    expect(allowed('TriggerRole', withExamples).filter((action) => !/^(logs|xray):/.test(action))).toEqual([]);
  });

  it('send e-mail and touch nothing else where they welcome', () => {
    const welcome = withExamples.functions.find(({ name }) => name === 'welcomeMessage');
    expect(welcome?.environment).toMatchObject({ EMAIL_FROM: { Ref: 'EmailFrom' } });
    expect(withExamples.template.Resources.WelcomeMessageLambdaFunction?.Properties?.Role).toEqual({
      'Fn::GetAtt': ['SendingTriggerRole', 'Arn'],
    });
    expect(allowed('SendingTriggerRole', withExamples).filter((action) => !/^(logs|xray):/.test(action))).toEqual([
      'ses:SendEmail',
    ]);
  });
});

describe('the roles of identity pools', () => {
  const [users, guests] = ['arn:of-users', 'arn:of-guests'];
  const pools = ['us-east-1:one', 'us-east-1:two'];

  const known: Readonly<Record<string, unknown>> = {
    DomainName: 'auth.example.com',
    IdentityProvider: users,
    IdentityGuestProvider: guests,
    IdentityPools: pools,
    IdentityBucket: 'shop',
    'AWS::Partition': 'aws',
    'Distribution.DomainName': 'd111.cloudfront.net',
  };

  /** What CloudFormation makes of a value, where these conditions hold. */
  const made = (value: unknown, conditions: readonly string[] = ['HasDomainName', 'HasIdentityBucket']): unknown => {
    const inner = (part: unknown): unknown => made(part, conditions);
    if (Array.isArray(value)) return value.map(inner);
    if (typeof value !== 'object' || value === null) return value;
    const [[name, given] = ['']] = Object.entries(value);
    if (name === 'Ref') return known[String(given)];
    if (name === 'Fn::GetAtt') return known[[given].flat().join('.')];
    if (name === 'Fn::If') return inner(given[conditions.includes(given[0]) ? 1 : 2]);
    if (name === 'Fn::Join') return [inner(given[1])].flat().join(given[0]);
    if (name === 'Fn::Sub') {
      const [text, own] = Array.isArray(given) ? [given[0], Object(inner(given[1]))] : [given, {}];
      return String(text).replace(/\$\{([\w:.]+)\}/g, (_, key) => String(own[key] ?? known[key]));
    }
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, inner(part)]));
  };

  const propertiesOf = (id: string) => Object(stack.template.Resources[id]?.Properties);

  const trusts = (role: string, provider: string, host: string, aud: string, conditions?: readonly string[]) => {
    const text = made(propertiesOf(role).AssumeRolePolicyDocument, conditions);
    const policy = v.parse(TrustPolicy, JSON.parse(String(text)));
    const context = { [`${host}:aud`]: [aud] };
    return {
      session: isTrusted(policy, { provider, action: 'sts:AssumeRoleWithWebIdentity', context }),
      tags: isTrusted(policy, { provider, action: 'sts:TagSession', context }),
    };
  };

  it('are there where identity pools are named, with the issuers that they trust', () => {
    const ids = ['IdentityProvider', 'IdentityGuestProvider', 'IdentityUserRole', 'IdentityGuestRole'];
    for (const id of ids) expect(stack.template.Resources[id]).toHaveProperty('Condition', 'HasIdentityPools');
    expect(stack.template.Parameters?.IdentityPools).toMatchObject({ Type: 'CommaDelimitedList', Default: '' });
    expect(stack.parameters).toEqual(expect.arrayContaining(['IdentityPools', 'IdentityBucket', 'SamlRecipients']));
    const [url, guestUrl] = ids.map((id) => made(propertiesOf(id).Url));
    expect([url, guestUrl]).toEqual(['https://auth.example.com/identity', 'https://auth.example.com/identity/guest']);
    expect(made(propertiesOf('IdentityProvider').Url, [])).toBe('https://d111.cloudfront.net/identity');
    expect(made(propertiesOf('IdentityProvider').ClientIdList)).toEqual(pools);
    for (const id of ids.slice(0, 2))
      expect(stack.template.Resources[id]).toMatchObject({ DependsOn: ['Distribution'] });
  });

  it('trust users, or guests, of these identity pools, and nobody else', () => {
    const [host, guestHost] = ['auth.example.com/identity', 'auth.example.com/identity/guest'];
    const [yes, no] = [
      { session: true, tags: true },
      { session: false, tags: false },
    ];
    for (const pool of pools) {
      expect(trusts('IdentityUserRole', users, host, pool)).toEqual(yes);
      expect(trusts('IdentityGuestRole', guests, guestHost, pool)).toEqual({ session: true, tags: false });
      expect(trusts('IdentityUserRole', users, 'd111.cloudfront.net/identity', pool, [])).toEqual(yes);
      expect(trusts('IdentityUserRole', guests, host, pool)).toEqual(no);
      expect(trusts('IdentityGuestRole', users, guestHost, pool)).toEqual(no);
    }
    expect(trusts('IdentityUserRole', users, host, 'us-east-1:three')).toEqual(no);
    expect(trusts('IdentityGuestRole', guests, guestHost, 'us-east-1:three')).toEqual(no);
  });

  it('let users at a folder of their own, and guests at what is for everybody', () => {
    const policyOf = (role: string, conditions?: readonly string[]) => made(propertiesOf(role).Policies, conditions);
    expect(policyOf('IdentityUserRole')).toMatchObject([
      {
        PolicyDocument: {
          Statement: [
            {
              Action: 's3:ListBucket',
              Resource: 'arn:aws:s3:::shop',
              Condition: { StringLike: { 's3:prefix': ['users/${auth.example.com/identity:sub}/*'] } },
            },
            {
              Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
              Resource: 'arn:aws:s3:::shop/users/${auth.example.com/identity:sub}/*',
            },
          ],
        },
      },
    ]);
    expect(policyOf('IdentityGuestRole')).toMatchObject([
      { PolicyDocument: { Statement: [{ Action: 's3:GetObject', Resource: 'arn:aws:s3:::shop/public/*' }] } },
    ]);
    expect(policyOf('IdentityUserRole', ['HasDomainName'])).toBeUndefined();
  });

  it('are looked up by the functions that take logins, which read no other part of IAM', () => {
    for (const role of ['IdentityRole', 'IdentityTokenRole']) {
      expect(allowed(role).filter((action) => action.startsWith('iam:'))).toEqual([
        'iam:GetOpenIDConnectProvider',
        'iam:GetSAMLProvider',
      ]);
    }
  });
});

describe('what a pool may name as its triggers', () => {
  const functionsAllowed = (role: string, TriggerFunctions: string, of: PackagedStack): RegExp[] => {
    const values: Readonly<Record<string, string>> = { TriggerFunctions };
    const given = statementsOf(role, of)
      .filter((one) => one.Effect === 'Allow' && actionsOf(one).includes('lambda:InvokeFunction'))
      .flatMap(({ Resource }) => [Resource].flat());
    return given.map((resource) => {
      const arn = String(v.parse(v.object({ 'Fn::Sub': v.string() }), resource)['Fn::Sub']);
      const name = arn.slice(arn.lastIndexOf(':') + 1).replace(/\$\{(\w+)\}/g, (_, key) => values[key] ?? '');
      return new RegExp(`^${name.replaceAll('*', '.*')}$`);
    });
  };

  const byDefault = 'gatehouse-prod-trigger-*';
  const mayCall = (role: string, name: string, triggerFunctions = byDefault, of = stack): boolean =>
    functionsAllowed(role, triggerFunctions, of).some((pattern) => pattern.test(name));

  const callers = ['AccountRole', 'SignInRole', 'AdminRole', 'SenderRole'];

  it('is by default what is named for its stage', () => {
    expect(stack.template.Parameters?.TriggerFunctions).toMatchObject({ Default: byDefault });
    for (const role of callers) {
      expect(mayCall(role, 'gatehouse-prod-trigger-welcome'), role).toBe(true);
      const others = ['payroll', 'gatehouse-prod-SignUp', 'gatehouse-prod-CreateAccessKey', 'gatehouse-trigger-prod'];
      for (const name of [...others, 'gatehouse-prod-eu-trigger-welcome', 'gatehouse-prod-magicLink'])
        expect(mayCall(role, name), `${role} ${name}`).toBe(false);
    }
  });

  it('is what the owner of the deployment says, and nothing else', () => {
    for (const role of callers) {
      expect(mayCall(role, 'shop-welcome', 'shop-*')).toBe(true);
      for (const name of ['payroll', 'gatehouse-prod-trigger-welcome', 'gatehouse-prod-magicLink'])
        expect(mayCall(role, name, 'shop-*'), `${role} ${name}`).toBe(false);
    }
  });

  it('is the examples, too, where they are deployed, for the roles as for the functions that set it', () => {
    const names = examples.map((key) => `gatehouse-prod-${key}`);
    for (const role of callers) {
      for (const name of names) expect(mayCall(role, name, 'shop-*', withExamples), `${role} ${name}`).toBe(true);
      for (const name of ['payroll', 'gatehouse-prod-SignUp', 'gatehouse-prod-eu-magicLink'])
        expect(mayCall(role, name, 'shop-*', withExamples), `${role} ${name}`).toBe(false);
    }
    for (const { environment } of withExamples.functions) {
      const [separator, parts] = v.parse(
        v.object({ 'Fn::Join': v.tuple([v.string(), v.array(v.any())]) }),
        environment.TRIGGER_FUNCTIONS,
      )['Fn::Join'];
      expect(separator).toBe(',');
      expect(parts[0]).toEqual({ Ref: 'TriggerFunctions' });
      expect(parts.slice(1).sort()).toEqual([...names].sort());
    }
  });

  it('is looked at when it is set, and told with the setting that it depends on', async () => {
    const arn = (name: string, account = '000000000000') => `arn:aws:lambda:us-east-1:${account}:function:${name}`;
    const settings = {
      TRIGGER_FUNCTIONS: 'gatehouse-prod-trigger-*',
      AWS_LAMBDA_FUNCTION_NAME: 'gatehouse-prod-CreateUserPool',
    };
    const create = (PreSignUp: string, more = settings) =>
      runPackaged('user-pools', 'CreateUserPool', { PoolName: 'test', LambdaConfig: { PreSignUp } }, more);
    const refusal = {
      statusCode: 400,
      body: {
        __type: 'InvalidParameterException',
        message:
          'LambdaConfig.PreSignUp names a function that this deployment may not call: its setting triggerFunctions is gatehouse-prod-trigger-*, in account 000000000000.',
      },
    };

    expect(await create(arn('payroll'))).toMatchObject(refusal);
    expect(await create(arn('gatehouse-prod-trigger-welcome', '123456789012'))).toMatchObject(refusal);
    expect(await create(arn('gatehouse-prod-trigger-welcome:live'))).toMatchObject({ statusCode: 200 });
    const magicLink = arn('gatehouse-prod-magicLink');
    expect(await create(magicLink)).toMatchObject(refusal);
    const deployed = { ...settings, TRIGGER_FUNCTIONS: `${settings.TRIGGER_FUNCTIONS},gatehouse-prod-magicLink` };
    expect(await create(magicLink, deployed)).toMatchObject({ statusCode: 200 });

    const { poolId: UserPoolId } = await makePool();
    const LambdaConfig = {
      CustomEmailSender: { LambdaVersion: 'V1_0', LambdaArn: arn('payroll') },
      KMSKeyID: keyArn('1'),
    };
    expect(await runPackaged('user-pools', 'UpdateUserPool', { UserPoolId, LambdaConfig }, settings)).toMatchObject({
      statusCode: 400,
      body: { message: expect.stringContaining('LambdaConfig.CustomEmailSender names a function') },
    });
  });

  it('is known to the functions that set it', () => {
    for (const name of ['CreateUserPool', 'UpdateUserPool']) {
      const found = stack.functions.find((one) => one.name === name);
      expect(found?.environment).toMatchObject({ TRIGGER_FUNCTIONS: { Ref: 'TriggerFunctions' } });
    }
  });
});

const postedTo: Readonly<Record<string, readonly string[]>> = {
  account: ['POST /account/{part}'],
  idpResponse: ['POST /oauth2/idpresponse'],
  linkAccount: ['POST /linkAccount'],
  login: ['POST /login'],
  providerTest: ['POST /providerTest'],
  saml2IdpResponse: ['POST /saml2/idpresponse'],
  signUpPages: ['POST /signup', 'POST /confirm', 'POST /resendcode'],
  transaction: ['POST /transactions/{id}'],
  forgotPasswordPages: ['POST /forgotPassword', 'POST /confirmforgotPassword'],
};

describe('the routes', () => {
  const stages = () => resources('AWS::ApiGatewayV2::Stage').map(([, { Properties }]) => Properties);

  it('let through no more than is set, and less of what anybody may call and hashes or sends', async () => {
    const [rate, burst] = ['ThrottlingRateLimit', 'ThrottlingBurstLimit'];
    const LimitedRoutes = v.record(v.string(), v.object({ [rate]: v.number(), [burst]: v.number() }));
    for (const stage of stages())
      expect(stage).toMatchObject({ DefaultRouteSettings: { [rate]: 1000, [burst]: 2000 } });
    const limited = Object.assign({}, ...stages().map((stage) => v.parse(LimitedRoutes, stage?.RouteSettings)));
    const hashing = stack.functions.filter(isHashing).map(({ name }) => name);
    const unsigned = hashing.filter((name) => !/^Admin|^ChangePassword$|^Run/.test(name));
    for (const name of [...unsigned, 'ForgotPassword', 'ResendConfirmationCode']) {
      for (const route of postedTo[name] ?? [`POST /op/${name}`])
        expect(limited[route], route).toEqual({ [rate]: 100, [burst]: 200 });
    }
    const apis = resources('AWS::ApiGatewayV2::Api').map(([, { Properties }]) => Properties?.Body);
    for (const [index, stage] of stages().entries())
      for (const route of Object.keys(Object(stage?.RouteSettings)))
        expect(apis[index]).toHaveProperty(['paths', route.replace('POST ', ''), 'post']);
  });

  it('reserve no executions: new accounts have ten of all', () => {
    for (const [, { Properties }] of resources('AWS::Lambda::Function'))
      expect(Properties).not.toHaveProperty('ReservedConcurrentExecutions');
  });
});

describe('a zip', () => {
  it('holds no source map', () => {
    const maps = withExamples.functions.flatMap(({ files }) => files.filter(({ name }) => name.endsWith('.map')));
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

  it('answers whoever comes with a secret that the API names, and nobody else', async () => {
    const { clientId } = await makePool();
    const members = { ClientId: clientId, Username: 'ada', Password: password };
    const settings = { ORIGIN_SECRETS: 'stage-variables' };
    const stageVariables = { originSecretFirst: 'first', originSecretSecond: 'second' };
    const from = (secret: string, more = {}) =>
      runPackaged('sign-up', 'SignUp', members, settings, { headers: { 'x-origin-secret': secret }, ...more });
    expect(await from('third', { stageVariables })).toMatchObject({
      statusCode: 400,
      body: { __type: 'ForbiddenException' },
    });
    expect(await from('undefined')).toMatchObject({ body: { __type: 'ForbiddenException' } });
    expect(await from('')).toMatchObject({ body: { __type: 'ForbiddenException' } });
    expect(await from('second', { stageVariables })).toMatchObject({ statusCode: 200 });
  });

  it('holds all that encrypts for custom senders, for every client of the Encryption SDK', async () => {
    const KMSKeyID = keyArn('1');
    const { clientId, poolId } = await makePool({
      AutoVerifiedAttributes: ['email'],
      LambdaConfig: { CustomEmailSender: { LambdaVersion: 'V1_0', LambdaArn: functionArn('sender') }, KMSKeyID },
    });
    const [lambda, kms] = [await startService(answering(202, '')), await startKms()];
    onTestFinished(async () => {
      await lambda.stop();
      await kms.stop();
    });
    const env = { LAMBDA_ENDPOINT: lambda.endpoint, KMS_ENDPOINT: kms.endpoint };
    const UserAttributes = [{ Name: 'email', Value: 'ada@example.com' }];
    const sign = { ClientId: clientId, Username: 'ada', Password: password, UserAttributes };
    expect(await runPackaged('sign-up', 'SignUp', sign, env)).toMatchObject({ statusCode: 200 });

    const handedOver = JSON.parse(lambda.received[0]?.body ?? '');
    await runPackagedWorker('send-through-custom-sender', 'SendThroughCustomSender', handedOver, env);

    const { request } = JSON.parse(lambda.received[1]?.body ?? '');
    const client = new KMS({ region: 'us-east-1', endpoint: kms.endpoint });
    const keyring = new KmsKeyringNode({ keyIds: [KMSKeyID], clientProvider: () => client });
    const { decrypt } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_ALLOW_DECRYPT);
    const { plaintext, messageHeader } = await decrypt(keyring, request.code, { encoding: 'base64' });
    expect(messageHeader.encryptionContext).toMatchObject({ 'userpool-id': poolId });
    const ConfirmationCode = plaintext.toString();
    await expect(
      publicClient().send(new ConfirmSignUpCommand({ ClientId: clientId, Username: 'ada', ConfirmationCode })),
    ).resolves.toBeDefined();
  });

  it('names in its pages the files that another zip has', async () => {
    const { body: page } = await getPackaged('error', '/error');
    const files = page.match(/\/assets\/pages\.[\da-f]{16}\.(?:css|js)/g) ?? [];
    expect(files).toHaveLength(2);
    for (const file of files) {
      // Files of another release are answered, too, but nobody may keep them.
      expect(await getPackaged('asset', file)).toMatchObject({
        statusCode: 200,
        headers: { 'cache-control': expect.stringContaining('immutable') },
      });
    }
  });

  it('has functions read the very bucket that the documentation has lists of leaked passwords put into', () => {
    const [, name = ''] = /OutputKey=='(\w+)'/.exec(readFileSync('docs/leaked-passwords.md', 'utf8')) ?? [];
    expect(stack.template.Outputs?.[name]).toMatchObject({ Value: { Ref: 'FilesBucket' } });
    const signUp = stack.functions.find((one) => one.name === 'SignUp');
    expect(signUp?.environment.FILES_BUCKET).toEqual({ Ref: 'FilesBucket' });
  });

  it('puts the filter of leaked passwords beside those functions that take passwords', () => {
    const having = stack.functions
      .filter(({ files }) => files.some(({ name }) => /^data\/leaked-passwords-\w+\.bin$/.test(name)))
      .map(({ name }) => name);
    expect(having).toEqual(
      expect.arrayContaining([
        'AdminCreateUser',
        'AdminInitiateAuth',
        'AdminRespondToAuthChallenge',
        'AdminSetUserPassword',
        'ChangePassword',
        'ConfirmForgotPassword',
        'InitiateAuth',
        'RespondToAuthChallenge',
        'SignUp',
        'forgotPasswordPages',
        'login',
        'signUpPages',
      ]),
    );
    for (const name of ['CreateGroup', 'DescribeUserPool', 'GetUser', 'ListUsers', 'RevokeToken', 'jwks', 'userInfo']) {
      expect(having).not.toContain(name);
    }
  });

  it('looks passwords up in that file', async () => {
    const { poolId, clientId: ClientId } = await makePool();
    await setBlocklist(poolId, { Enforced: true });
    const signUp = (Password: string) => runPackaged('sign-up', 'SignUp', { ClientId, Username: 'ada', Password });
    expect(await signUp(leaked)).toMatchObject({ statusCode: 400, body: { __type: 'InvalidPasswordException' } });
    expect(await signUp(password)).toMatchObject({ statusCode: 200 });
  });

  it('has what is known of addresses in one layer, which every function uses that scores or notes, and no other', async () => {
    const [[id] = [], ...others] = resources('AWS::Lambda::LayerVersion');
    expect(others).toEqual([]);
    const using = stack.functions.filter(({ layers }) => layers.length > 0);
    expect(using.map(({ name }) => name).sort()).toEqual([
      'AdminInitiateAuth',
      'AdminRespondToAuthChallenge',
      'ChangePassword',
      'ConfirmForgotPassword',
      'ForgotPassword',
      'InitiateAuth',
      'ResendConfirmationCode',
      'RespondToAuthChallenge',
      'SignUp',
      'account',
      'forgotPasswordPages',
      'idpResponse',
      'linkAccount',
      'login',
      'providerTest',
      'saml2IdpResponse',
      'signUpPages',
      'transaction',
    ]);
    for (const { layers } of using) expect(layers).toEqual([id]);

    const layer = await zipEntries(readFileSync(DATA_LAYER_ARTIFACT));
    expect(layer.map(({ name }) => name)).toEqual([
      expect.stringMatching(/^data\/countries-\w+\.bin$/),
      expect.stringMatching(/^data\/networks-\w+\.bin$/),
    ]);
    const inZips = stack.functions.flatMap(({ files }) =>
      files.filter(({ name }) => /(?:countries|networks)\S*\.bin$/.test(name)),
    );
    expect(inZips).toEqual([]);
    // 2.4 MB of leaked passwords, code, and a native library.
    const largest = Math.max(...using.map(({ files }) => files.reduce((sum, { size }) => sum + size, 0)));
    expect(largest).toBeLessThan(6_000_000);
  });

  it('names that layer in what is loaded on demand alone', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-zip-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    await unzip('.serverless/login.zip', folder);
    const naming = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.mjs') && readFileSync(path.join(folder, name), 'utf8').includes('"/opt/'))
      .map((name) => name.replace(/-\w+\.mjs$/, ''));
    expect(naming.sort()).toEqual(['chunks/countries', 'chunks/networks']);
  });

  it('finds in that layer where somebody is', async () => {
    const pool = await makePool(audit);
    const { username } = await makeUser(pool);
    const asked = {
      UserPoolId: pool.poolId,
      ClientId: pool.clientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD: password },
      ContextData: { IpAddress: '193.0.6.139', ServerName: 'app', ServerPath: '/', HttpHeaders: [] },
    };
    expect(await runPackaged('sign-in', 'AdminInitiateAuth', asked)).toMatchObject({ statusCode: 200 });

    const [event] = await eventsOf(pool, { username });
    expect(event?.EventContextData).toMatchObject({ IpAddress: '193.0.6.139', Country: 'Netherlands' });
  });

  it('keeps within the bundle budget', () => {
    for (const { functions } of [stack, withExamples]) expect(overBudget(functions.map(bundleSize))).toEqual([]);
  });
});

describe('a role', () => {
  it('names every action in full, and none that reads a whole table', () => {
    for (const [role] of resources('AWS::IAM::Role', withExamples)) {
      expect(allowed(role, withExamples).filter((action) => action.includes('*'))).toEqual([]);
      expect(allowed(role, withExamples)).not.toContain('dynamodb:Scan');
    }
  });

  it('lets functions that only read open nothing and change nothing', () => {
    for (const role of ['ReadRole', 'EdgeReadRole']) {
      expect(allowed(role).filter((action) => /^(kms|ses|sns|lambda):/.test(action))).toEqual([]);
      const changing = statementsOf(role).filter((one) =>
        actionsOf(one).some((action) => /dynamodb:(Put|Update|Delete)/.test(action)),
      );
      // But they count their calls, where the owner limits those.
      expect(changing.flatMap(actionsOf).filter((action) => action !== 'dynamodb:UpdateItem')).toEqual([]);
      for (const { Condition } of changing)
        expect(Condition).toEqual({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['LIMIT_COUNT#*'] } });
    }
  });

  it('lets the authorizer of other APIs read pools, clients and users, use up proofs, and nothing else', () => {
    const actions = allowed('AuthorizerRole').filter((action) => !/^(logs|xray):/.test(action));
    expect(actions).toEqual(['dynamodb:Query', 'dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:PutItem']);
    const reading = statementsOf('AuthorizerRole').filter(({ Condition }) => Condition !== undefined);
    expect(reading.map(({ Action, Condition }) => [Action, Condition?.['ForAllValues:StringLike']])).toEqual([
      ['dynamodb:Query', { 'dynamodb:LeadingKeys': ['POOL#*'] }],
      ['dynamodb:BatchGetItem', { 'dynamodb:LeadingKeys': ['USER#*'] }],
      ['dynamodb:GetItem', { 'dynamodb:LeadingKeys': ['CLIENT#*'] }],
      ['dynamodb:PutItem', { 'dynamodb:LeadingKeys': ['DPOP#*'] }],
    ]);
  });

  it('lets functions of identity pools change nothing but what is theirs', () => {
    const roles = resources('AWS::IAM::Role').flatMap(([role]) => (/^Identity/.test(role) ? [role] : []));
    expect(roles.length).toBeGreaterThan(3);
    for (const role of roles) {
      const writing = statementsOf(role).filter((one) =>
        actionsOf(one).some((action) => /:(Put|Update)Item/.test(action)),
      );
      for (const { Condition } of writing) {
        const [keys] = Object.values(Condition ?? {}).map((one) => Object(one)['dynamodb:LeadingKeys']);
        expect([['IDENTITY*'], ['DEPLOYMENT']]).toContainEqual(keys);
      }
    }
  });

  it('lets what answers for no operation touch nothing', () => {
    expect(allowed('FallbackRole').filter((action) => !/^(logs|xray):/.test(action))).toEqual([]);
  });

  it('lets the end of a session on the pages open its cookie, start telling clients of it, and send and sign nothing', () => {
    expect(purposes('PageRole', 'kms:Decrypt')).toEqual(['general']);
    const actions = allowed('PageRole').filter((action) => !/^(logs|xray|dynamodb):/.test(action));
    expect([...new Set(actions)]).toEqual(['lambda:InvokeFunction', 'kms:Decrypt']);
    const starting = statementsOf('PageRole').filter((one) => actionsOf(one).includes('lambda:InvokeFunction'));
    expect(JSON.stringify(starting)).toMatch(/-DeliverLogouts"/);
    expect(starting).toHaveLength(1);
  });

  it('opens signing keys for sign-in and logout tokens alone, and those of identity pools for their tokens', () => {
    const openers = resources('AWS::IAM::Role', withExamples)
      .map(([role]) => role)
      .filter((role) => purposes(role, 'kms:Decrypt').some((purpose) => ['signing', 'any'].includes(purpose)));
    expect(openers.sort()).toEqual(['IdentityTokenRole', 'LogoutRole', 'SignInRole']);
    const identityKeys = statementsOf('IdentityTokenRole').find((one) => JSON.stringify(one).includes('signing'));
    expect(identityKeys?.Condition).toEqual({
      StringEquals: { 'kms:EncryptionContext:purpose': 'signing', 'kms:EncryptionContext:pool': 'identity-pools' },
    });
    expect(purposes('SignInRole', 'kms:Decrypt')).toEqual(['general', 'signing']);
  });

  it('makes data keys only for a stated purpose', () => {
    for (const [role] of resources('AWS::IAM::Role', withExamples))
      expect(purposes(role, 'kms:GenerateDataKey')).not.toContain('any');
  });

  it('gives roles the same rights on tagged keys of pools\u2019 owners as on the sealing key, and rewraps in one role alone', () => {
    const sealingKey = { 'Fn::GetAtt': ['SealingKey', 'Arn'] };
    const anyKey = { 'Fn::Sub': 'arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/*' };
    const rights = (role: string, resource: object): string[] =>
      statementsOf(role, withExamples)
        .filter(({ Effect, Resource }) => Effect === 'Allow' && isDeepStrictEqual(Resource, resource))
        .flatMap((one) => actionsOf(one).map((action) => `${action} ${one.Condition?.StringEquals?.[PURPOSE] ?? ''}`))
        .sort();
    const roles = resources('AWS::IAM::Role', withExamples).map(([role]) => role);
    const ofPools = roles.filter((role) => rights(role, anyKey).length > 0);
    expect(ofPools).not.toContain('IdentityTokenRole');
    for (const role of ofPools) {
      expect(rights(role, sealingKey)).toEqual(expect.arrayContaining(rights(role, anyKey)));
      for (const { Resource, Condition } of statementsOf(role, withExamples)) {
        if (!isDeepStrictEqual(Resource, anyKey)) continue;
        expect(Condition?.StringEquals?.['aws:ResourceTag/gatehouse']).toBe('prod');
      }
    }
    const openers = (resource: object) =>
      roles.filter((role) => rights(role, resource).includes('kms:Decrypt signing'));
    expect(openers(anyKey).sort()).toEqual(['LogoutRole', 'SignInRole']);
    expect(roles.filter((role) => allowed(role, withExamples).some((one) => one.startsWith('kms:ReEncrypt')))).toEqual([
      'AdminRole',
    ]);
  });

  it('uses the keys of pools\u2019 owners in the worker of custom senders and in their examples alone', () => {
    const usersIn = (of: PackagedStack) =>
      resources('AWS::IAM::Role', of)
        .map(([role]) => role)
        .filter((role) => JSON.stringify(statementsOf(role, of)).includes('SenderKeys'));
    expect(usersIn(stack)).toEqual(['SenderRole']);
    expect(usersIn(withExamples)).toEqual(['SenderRole', 'CustomSenderRole']);
    expect(allowed('CustomSenderRole', withExamples).filter((action) => /^(dynamodb|lambda):/.test(action))).toEqual(
      [],
    );
    expect(allowed('CustomSenderRole', withExamples).filter((action) => action.startsWith('kms:'))).toEqual([
      'kms:Decrypt',
    ]);
  });

  it('lets that worker read no table, and make no data key of the deployment', () => {
    expect(allowed('SenderRole').filter((action) => action.startsWith('dynamodb:'))).toEqual([]);
    expect(statementsOf('SenderRole')).toContainEqual({
      Effect: 'Deny',
      Action: 'kms:GenerateDataKey',
      Resource: { 'Fn::GetAtt': ['SealingKey', 'Arn'] },
    });
  });

  it('never invokes the functions that are for IAM alone, whatever a pool names as its trigger', () => {
    const isNamed = (resource: unknown): boolean =>
      [...longWorkers, 'DeliverLog', 'SendThroughCustomSender'].some((name) =>
        JSON.stringify(resource).endsWith(`-${name}"}`),
      );
    const invokesAny = (role: string): boolean =>
      statementsOf(role, withExamples).some(
        (one) =>
          one.Effect === 'Allow' &&
          actionsOf(one).includes('lambda:InvokeFunction') &&
          ![one.Resource].flat().every(isNamed),
      );
    const open = resources('AWS::IAM::Role', withExamples).filter(([role]) => invokesAny(role));
    expect(open.length).toBeGreaterThan(0);
    for (const [role] of open) {
      const denied = statementsOf(role, withExamples).filter(({ Effect }) => Effect === 'Deny');
      expect(JSON.stringify(denied)).toContain('CreateAccessKey');
    }
  });
});
