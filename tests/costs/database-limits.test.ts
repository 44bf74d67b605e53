import { describe, expect, inject, it } from 'vitest';
import { reasonAgainstRequest } from './database-limits.ts';

const operands = (count: number): string => Array.from({ length: count }, (_none, index) => `:v${index}`).join(', ');

describe('a request that DynamoDB would refuse, or take otherwise', () => {
  it.each([
    [
      'a long expression',
      { ConditionExpression: `a = :v ${'OR a = :v '.repeat(500)}` },
      /^ConditionExpression is longer/,
    ],
    ['IN with many operands', { FilterExpression: `a IN (${operands(101)})` }, /more than 100 operands/],
    [
      'a place of a list',
      { TransactItems: [{ Update: { UpdateExpression: 'SET #a.l[5] = :x' } }] },
      /a place of a list/,
    ],
    ['many writes together', { TransactItems: Array(101).fill({}) }, /^TransactItems are more/],
    ['many reads together', { RequestItems: { Things: { Keys: Array(101).fill({}) } } }, /^Keys are more/],
  ])('is told by %s', (_what, request, reason) => {
    expect(reasonAgainstRequest(request)).toMatch(reason);
  });

  it.each([
    { FilterExpression: `a IN (${operands(100)}) AND b IN (:a)`, TransactItems: Array(100).fill({}) },
    { UpdateExpression: 'SET l = list_append(l, :x) REMOVE l[0]', ConditionExpression: 'l[0] = :x' },
    { Item: { text: { S: 'x IN (' }, list: { L: Array(200).fill({ S: 'UpdateExpression' }) } } },
  ])('is not %j', (request) => {
    expect(reasonAgainstRequest(request)).toBeUndefined();
  });

  it('is refused before the database that does not', async () => {
    const refused = await fetch(inject('costs').url, {
      method: 'POST',
      headers: { 'x-amz-target': 'DynamoDB_20120810.Query' },
      body: JSON.stringify({ FilterExpression: `a IN (${operands(101)})` }),
    });
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ message: 'FilterExpression has IN with more than 100 operands.' });
  });
});
