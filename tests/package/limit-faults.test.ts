import { describe, expect, it } from 'vitest';
import { limitFaultsOf } from '#local/packaging/limit-faults.ts';
import { firstTemplateFaultsOf, releaseFaultsOf } from '#local/packaging/release-faults.ts';
import { assertStage } from '#local/packaging/stage.ts';
import type { Template, TemplateResource } from '#local/packaging/template.ts';

const one = (Type: string, Properties: Readonly<Record<string, unknown>>): Template => ({
  Resources: { It: { Type, Properties } },
});

const many = (count: number, resource: TemplateResource): Template => ({
  Resources: Object.fromEntries(Array.from({ length: count }, (_, index) => [`It${index}`, resource])),
});

const numbered = <Value>(count: number, value: (index: number) => Value): Record<string, Value> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`/op/Operation${index}`, value(index)]));

const role = (...Statement: readonly object[]): Template =>
  one('AWS::IAM::Role', { Policies: [{ PolicyName: 'it', PolicyDocument: { Version: '2012-10-17', Statement } }] });

const statement = { Effect: 'Allow', Action: 'sns:Publish', Resource: { 'Fn::GetAtt': ['Topic', 'Arn'] } };

const secret = { 'Fn::Sub': '{{resolve:secretsmanager:${Secret}:SecretString}}' };

const $ref = '#/components/x-amazon-apigateway-integrations/it';

describe('the check of limits', () => {
  it.each<[string, Template, string]>([
    [
      'more dynamic references than a template may hold',
      many(61, { Type: 'AWS::Lambda::Function', Properties: { Environment: { Variables: { SECRET: secret } } } }),
      'The template has 61 dynamic references, over 60.',
    ],
    [
      'more integrations than an HTTP API has room for',
      one('AWS::ApiGatewayV2::Api', {
        Body: { components: { 'x-amazon-apigateway-integrations': numbered(271, () => ({ type: 'AWS_PROXY' })) } },
      }),
      'It has 271 integrations, over 270.',
    ],
    [
      'integrations that stand with their routes, too',
      one('AWS::ApiGatewayV2::Api', {
        Body: { paths: numbered(271, () => ({ post: { 'x-amazon-apigateway-integration': { type: 'AWS_PROXY' } } })) },
      }),
      'It has 271 integrations, over 270.',
    ],
    [
      'more routes than an HTTP API takes',
      one('AWS::ApiGatewayV2::Api', {
        Body: { paths: numbered(301, () => ({ post: { 'x-amazon-apigateway-integration': { $ref } } })) },
      }),
      'It has 301 routes, over 300.',
    ],
    ['too many resources', many(451, { Type: 'AWS::SNS::Topic' }), 'The stack has 451 resources, over 450.'],
    [
      'an edge function that is too long with its domains',
      one('AWS::CloudFront::Function', { FunctionCode: { 'Fn::Join': ['', ['x'.repeat(7950), { Ref: 'Api' }]] } }),
      'It has 8050 bytes, over 8000.',
    ],
    [
      'a role of too many words',
      role(...Array.from({ length: 60 }, () => statement)),
      'characters of inline policies, over',
    ],
    [
      'an environment that is too large',
      one('AWS::Lambda::Function', { Environment: { Variables: { LONG: 'x'.repeat(3500) } } }),
      'It has 3504 bytes of environment, over 3500.',
    ],
    [
      'a name that is too long once a stage has the longest name',
      one('AWS::Lambda::Function', { FunctionName: `gatehouse-prod-${'X'.repeat(43)}` }),
      'It.FunctionName, for a stage of 11 characters, has 65 characters, over 64.',
    ],
    [
      'a name that an account has once, without the Region',
      one('AWS::CloudFront::Function', { Name: 'gatehouse-prod-viewer-request' }),
      'It has a name that an account has once',
    ],
    ['a wildcard where an ARN can be named', role({ ...statement, Resource: '*' }), 'It allows sns:Publish on *'],
    [
      'one in a condition',
      role({ ...statement, Resource: { 'Fn::If': ['Any', '*', 'arn'] } }),
      'It allows sns:Publish on *',
    ],
    [
      'one in a policy of its own',
      one('AWS::IAM::ManagedPolicy', { PolicyDocument: { Statement: { ...statement, Resource: '*' } } }),
      'It allows sns:Publish on *',
    ],
    [
      'what is open but for exceptions',
      role({ Effect: 'Allow', Action: 'sns:Subscribe', NotResource: 'arn:aws:sns:a:b:c' }),
      'It allows sns:Subscribe on everything but what NotResource names.',
    ],
    ['one in a list', role({ ...statement, Resource: ['arn:aws:sns:a:b:c', '*'] }), 'It allows sns:Publish on *'],
  ])('finds %s', (_what, template, sentence) => {
    expect(limitFaultsOf(template, 'prod').join('\n')).toContain(sentence);
  });

  it('finds nothing in what just fits', () => {
    const { Resources } = many(60, { Type: 'AWS::SNS::Topic', Properties: { TopicName: secret } });
    const fits = {
      ...Resources,
      Role: role({ ...statement, Action: ['xray:PutTraceSegments'], Resource: '*' }, statement).Resources.It,
      Edge: {
        Type: 'AWS::CloudFront::Function',
        Properties: { Name: { 'Fn::Sub': 'gatehouse-prod-${AWS::Region}-edge' } },
      },
      Function: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: `gatehouse-prod-${'X'.repeat(42)}` } },
    } as Template['Resources'];
    expect(limitFaultsOf({ Resources: fits }, 'prod')).toEqual([]);
  });
});

describe('the check of a first deployment', () => {
  it('finds parameters that are sent and not declared', () => {
    const first = { Resources: {}, Parameters: { DomainName: { Type: 'String' } } };
    expect(firstTemplateFaultsOf(first, ['DomainName'])).toEqual([]);
    expect(firstTemplateFaultsOf(first, ['DomainName', 'WebAcl'])).toEqual([
      'The template of a first deployment does not declare the parameter WebAcl.',
    ]);
  });
});

describe('the check of an update', () => {
  const release = { version: '1.0.0', indexes: ['a', 'b'] };
  const table = (...names: readonly string[]): Template => ({
    Resources: {
      Table: {
        Type: 'AWS::DynamoDB::Table',
        Properties: { GlobalSecondaryIndexes: names.map((IndexName) => ({ IndexName })) },
      },
    },
  });

  it('takes one index more or less, and not one more and one less', () => {
    for (const names of [['a', 'b'], ['a'], ['a', 'b', 'c']])
      expect(releaseFaultsOf(table(...names), release)).toEqual([]);
    expect(releaseFaultsOf(table('a', 'c'), release)).toEqual([
      'The table has 2 indexes more or less than version 1.0.0 (c, b), over 1.',
    ]);
  });
});

describe('the name of a stage', () => {
  it.each(['prod', 'local', 'Stage2', 'x'.repeat(11)])('may be %s', (stage) => {
    expect(() => assertStage(stage)).not.toThrow();
  });

  it.each(['', 'prod-eu', 'prod_eu', '2prod', 'x'.repeat(12)])('is not %j', (stage) => {
    expect(() => assertStage(stage)).toThrow('is to be of letters and digits, 11 at most');
  });
});
