import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
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

const scan = async (input: Omit<ScanCommandInput, 'TableName'>): Promise<Item[]> => {
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

/** Every item whose partition key contains the text, as it is stored. */
export const itemsAbout = (text: string): Promise<Item[]> =>
  scan({ FilterExpression: 'contains(pk, :text)', ExpressionAttributeValues: { ':text': text } });

/** The keys of all items. */
export const allKeys = async (): Promise<Key[]> =>
  (await scan({ ProjectionExpression: 'pk, sk' })).map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) }));

/** Waits until there are no such items. Each look reads the whole table, so it does not look too often. */
export const untilGone = (text: string): Promise<unknown> =>
  vi.waitFor(async () => expect(await itemsAbout(text)).toEqual([]), { timeout: 60_000, interval: 500 });

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
