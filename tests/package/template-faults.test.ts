import { describe, expect, it } from 'vitest';
import type { Template } from '#local/packaging/template.ts';
import { cyclesOf } from '#local/packaging/template-cycles.ts';
import { faultsOf } from '#local/packaging/template-faults.ts';

const table = {
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  },
};

const queue = (properties: Record<string, unknown>): Template => ({
  Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: properties } },
});

describe('the template check', () => {
  it('finds nothing in a sound template', async () => {
    expect(await faultsOf({ Resources: { Table: table } })).toEqual([]);
  });

  it.each<[string, Template, string]>([
    ['a type that does not exist', { Resources: { X: { Type: 'AWS::SQS::Pipe' } } }, 'unknown type AWS::SQS::Pipe'],
    ['a property that does not exist', queue({ Colour: 'red' }), 'Queue.Colour is not a property of it'],
    [
      'a property that is missing',
      { Resources: { K: { Type: 'AWS::KMS::Alias', Properties: {} } } },
      'K lacks AliasName',
    ],
    ['a word where a number belongs', queue({ DelaySeconds: 'soon' }), 'Queue.DelaySeconds wants a'],
    ['a list where a scalar belongs', queue({ QueueName: ['a'] }), 'Queue.QueueName wants a string'],
    ['a reference to nothing', queue({ QueueName: { Ref: 'Nothing' } }), 'names the unknown Nothing'],
    ['a substitution of nothing', queue({ QueueName: { 'Fn::Sub': 'a-${Nothing}' } }), 'names the unknown Nothing'],
    [
      'an attribute that does not exist',
      { Resources: { Table: table }, Outputs: { A: { Value: { 'Fn::GetAtt': ['Table', 'Colour'] } } } },
      'wants Colour, which AWS::DynamoDB::Table does not have',
    ],
    ['an unknown condition', queue({ QueueName: { 'Fn::If': ['Red', 'a', 'b'] } }), 'names the unknown condition Red'],
    ['a fault in a branch', queue({ DelaySeconds: { 'Fn::If': ['Red', 'soon', 1] } }), 'Queue.DelaySeconds wants a'],
    [
      'a dependency on nothing',
      { Resources: { Table: { ...table, DependsOn: ['Nothing'] } } },
      'Table depends on the unknown Nothing',
    ],
  ])('finds %s', async (_fault, template, sentence) => {
    expect((await faultsOf(template)).join('\n')).toContain(sentence);
  });

  it('finds resources that wait for each other, by whatever way they name one another', () => {
    const Resources = {
      A: { Type: 'AWS::SNS::Topic', Properties: { TopicName: { 'Fn::Sub': 'a-${B.TopicName}' } } },
      B: { Type: 'AWS::SNS::Topic', Properties: { TopicName: { Ref: 'C' } } },
      C: { Type: 'AWS::SNS::Topic', DependsOn: 'A' },
    };
    expect(cyclesOf({ Resources })).toEqual(['A → B → C → A']);
  });
});
