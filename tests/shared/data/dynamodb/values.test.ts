import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { DocumentClient } from '#shared/data/dynamodb/client.ts';
import { answering } from '../../gateways/service-stand-in.ts';
import { standIn, stubAccessKey } from './store.ts';

beforeEach(() => {
  stubAccessKey('AKIDEXAMPLE', 'a secret');
  return () => vi.unstubAllEnvs();
});

const values = {
  text: 'Ada 🔑 "B":{"B":["',
  empty: '',
  number: -1.5,
  big: 12345678901234567890n,
  yes: true,
  nothing: null,
  missing: undefined,
  list: [1, 'two', [undefined, { three: 3 }]],
  map: { B: 'a text', BS: ['texts'], inner: { missing: undefined, S: { N: 1 } } },
  set: new Set(['a', 'b']),
  numbers: new Set([1, 2]),
  bytes: Buffer.from('ä'),
  array: new Uint8Array([0, 255]),
  many: new Set([Buffer.from('a'), new Uint8Array([1])]),
};

const Key = { pk: 'USER#ada', sk: 'U#PROFILE' };
const table = { TableName: 'a-table' };
const condition = {
  ConditionExpression: '#a = :a',
  ExpressionAttributeNames: { '#a': 'a' },
  ExpressionAttributeValues: { ':a': values },
};
const put = { ...table, Item: { ...Key, ...values } };
const removal = { ...table, ...condition, Key };
const update = { ...removal, UpdateExpression: 'SET b = :a', ReturnValues: 'ALL_NEW' } as const;
const query = {
  ...table,
  KeyConditionExpression: 'pk = :a',
  ExpressionAttributeValues: { ':a': 'b' },
  ExclusiveStartKey: Key,
  Limit: 3,
};
const batch = { RequestItems: { 'a-table': { Keys: [Key, { ...Key, sk: 'b' }], ConsistentRead: true } } };
const transaction = {
  ClientRequestToken: 'a token',
  TransactItems: [
    { Put: put },
    { Update: { ...table, ...condition, Key, UpdateExpression: 'SET b = :a' } },
    { Delete: { ...table, ...condition, Key } },
    { ConditionCheck: { ...table, ...condition, Key } },
  ],
};

const wire = {
  pk: { S: 'a' },
  n: { N: '12' },
  b: { B: '4pyT' },
  m: { M: { BS: { BS: ['AA=='] }, l: { L: [{ BOOL: true }] } } },
};
const bare = { pk: { S: 'a' }, l: { L: [{ NULL: true }, { N: '12345678901234567890' }, { NS: ['1', '2'] }] } };

const operations: readonly (readonly [
  name: string,
  send: (client: DocumentClient) => Promise<object>,
  answer: object,
])[] = [
  ['GetItem', (client) => client.send(new GetCommand({ ...table, Key })), { Item: wire }],
  ['GetItem', (client) => client.send(new GetCommand({ ...table, Key })), {}],
  ['PutItem', (client) => client.send(new PutCommand(put)), {}],
  ['DeleteItem', (client) => client.send(new DeleteCommand(removal)), {}],
  ['UpdateItem', (client) => client.send(new UpdateCommand(update)), { Attributes: bare }],
  [
    'Query',
    (client) => client.send(new QueryCommand(query)),
    { Items: [wire, bare], Count: 2, LastEvaluatedKey: { pk: { S: 'a' } } },
  ],
  ['Query', (client) => client.send(new QueryCommand(query)), { Count: 7 }],
  [
    'BatchGetItem',
    (client) => client.send(new BatchGetCommand(batch)),
    {
      Responses: { 'a-table': [wire, bare] },
      UnprocessedKeys: { 'a-table': { Keys: [{ pk: { S: 'a' } }], ConsistentRead: true } },
    },
  ],
  ['TransactWriteItems', (client) => client.send(new TransactWriteCommand(transaction)), {}],
];

describe('what is said to the store and by it', () => {
  it.each(operations)('is in %s as with the document client of the SDK', async (name, send, answer) => {
    const { endpoint, received, client } = await standIn(answering(200, JSON.stringify(answer)));
    const sdk = new DynamoDBClient({ endpoint, region: 'eu-central-1' });
    onTestFinished(() => sdk.destroy());
    const documents = DynamoDBDocumentClient.from(sdk, { marshallOptions: { removeUndefinedValues: true } });

    const found = await send(client);
    const wanted = await send(documents);
    const [own, other] = received;
    expect(JSON.parse(own?.body ?? '')).toEqual(JSON.parse(other?.body ?? ''));
    expect(own?.path).toBe(other?.path);
    for (const header of ['content-type', 'content-length', 'host', 'connection'])
      expect(own?.headers[header]).toBe(other?.headers[header]);
    expect(own?.headers['x-amz-target']).toBe(`DynamoDB_20120810.${name}`);
    expect(other?.headers['x-amz-target']).toBe(`DynamoDB_20120810.${name}`);
    const { $metadata: _metadata, ...rest } = Object(wanted);
    expect(found).toEqual(rest);
  });

  it('refuses numbers that are none', async () => {
    const { client, received } = await standIn(answering(200, '{}'));
    await expect(client.send(new PutCommand({ ...table, Item: { ...Key, a: Number.NaN } }))).rejects.toThrow('NaN');
    expect(received).toHaveLength(0);
  });

  it('has the bytes of an answer as bytes', async () => {
    const { client } = await standIn(answering(200, JSON.stringify({ Item: wire })));
    const { Item } = await client.send(new GetCommand({ ...table, Key }));
    expect(Item?.b).toEqual(new Uint8Array(Buffer.from('✓')));
    expect(Item?.m).toEqual({ BS: new Set([new Uint8Array([0])]), l: [true] });
  });
});
