import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  type BatchWriteCommandInput,
  DynamoDBDocumentClient,
  ScanCommand,
  type ScanCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { expect, vi } from 'vitest';
import { once } from '#shared/config/once.ts';
import { stack } from './stack.ts';

type Item = Readonly<Record<string, unknown>>;

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

const client = once((): DynamoDBDocumentClient => {
  const { databaseEndpoint: endpoint, region } = stack();
  const credentials = { accessKeyId: 'unused', secretAccessKey: 'unused' };
  return DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint, region, credentials }));
});

const inPages = async (input: Omit<ScanCommandInput, 'TableName'>): Promise<Item[]> => {
  const items: Item[] = [];
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await client().send(
      new ScanCommand({ TableName: stack().tableName, ...input, ...(ExclusiveStartKey && { ExclusiveStartKey }) }),
    );
    items.push(...(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return items;
};

const toKey = ({ pk, sk }: Item): Key => ({ pk: String(pk), sk: String(sk) });

// To scan a table of fifty thousand items keeps the database from everything else for seconds. Its file has an index of
// all keys, which takes milliseconds to read. In it, a text begins with its type.
const keyReader = once(() => {
  const { databaseFile, tableName } = stack();
  if (databaseFile === undefined) return undefined;
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
  const database = new DatabaseSync(databaseFile, { readOnly: true });
  return database.prepare(
    `SELECT substr(pk, 3) AS pk, substr(sk, 3) AS sk FROM "${tableName}" AS t WHERE instr(t.pk, ?) ORDER BY t.pk, t.sk`,
  );
});

/** The keys of all items whose partition key contains the text. */
const keysAbout = async (text: string): Promise<Key[]> => {
  const reader = keyReader();
  if (reader) return reader.all(text).map(toKey);
  const all = (await inPages({ ProjectionExpression: 'pk, sk' })).map(toKey);
  return all.filter(({ pk }) => pk.includes(text));
};

const atOnce = 100;

const read = async (keys: readonly Key[]): Promise<Item[]> => {
  const { tableName } = stack();
  const items: Item[] = [];
  for (let left = keys.map((key): Record<string, unknown> => ({ ...key })); left.length > 0; ) {
    const RequestItems = { [tableName]: { Keys: left.slice(0, atOnce), ConsistentRead: true } };
    const { Responses = {}, UnprocessedKeys = {} } = await client().send(new BatchGetCommand({ RequestItems }));
    items.push(...(Responses[tableName] ?? []));
    left = [...(UnprocessedKeys[tableName]?.Keys ?? []), ...left.slice(atOnce)];
  }
  const inOrder: Item[] = [];
  for (const { pk, sk } of keys) {
    const item = items.find((one) => one.pk === pk && one.sk === sk);
    if (item) inOrder.push(item);
  }
  return inOrder;
};

/** Every item whose partition key contains the text, as it is stored, in the order of their keys. */
export const itemsAbout = async (text: string): Promise<Item[]> => read(await keysAbout(text));

/** Every identity and every login of an identity pool, as they are stored. */
export const itemsOfIdentityPool = async (poolId: string): Promise<Item[]> => {
  const items = await read(await keysAbout('IDENTITY'));
  return items.filter(({ data }) => Object(data).poolId === poolId);
};

/** The keys of all items. */
export const allKeys = (): Promise<Key[]> => keysAbout('');

/** Waits until there are no such items. */
export const untilGone = (text: string): Promise<unknown> =>
  vi.waitFor(async () => expect(await keysAbout(text)).toEqual([]), { timeout: 180_000, interval: 200 });

type WriteRequest = NonNullable<BatchWriteCommandInput['RequestItems']>[string][number];

const makeAll = async (requests: readonly WriteRequest[]): Promise<void> => {
  for (let at = 0; at < requests.length; at += 25) {
    const RequestItems = { [stack().tableName]: requests.slice(at, at + 25) };
    await client().send(new BatchWriteCommand({ RequestItems }));
  }
};

/** Puts items into the table as they are. */
export const putItems = (items: readonly Item[]): Promise<void> =>
  makeAll(items.map((item) => ({ PutRequest: { Item: { ...item } } })));

/** Removes the items with these keys. */
export const removeItems = (keys: readonly Key[]): Promise<void> =>
  makeAll(keys.map((key) => ({ DeleteRequest: { Key: { ...key } } })));
