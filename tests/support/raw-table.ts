import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { expect, vi } from 'vitest';
import { stack } from './stack.ts';

type Item = Readonly<Record<string, unknown>>;

const client = (): DynamoDBDocumentClient => {
  const { databaseEndpoint: endpoint, region } = stack();
  const credentials = { accessKeyId: 'unused', secretAccessKey: 'unused' };
  return DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint, region, credentials }));
};

/** Every item whose partition key contains the text, as it is stored. */
export const itemsAbout = async (text: string): Promise<Item[]> => {
  const items: Item[] = [];
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await client().send(
      new ScanCommand({
        TableName: stack().tableName,
        FilterExpression: 'contains(pk, :text)',
        ExpressionAttributeValues: { ':text': text },
        ...(ExclusiveStartKey && { ExclusiveStartKey }),
      }),
    );
    items.push(...(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return items;
};

/** Waits until there are no such items. Each look reads the whole table, so it does not look too often. */
export const untilGone = (text: string): Promise<unknown> =>
  vi.waitFor(async () => expect(await itemsAbout(text)).toEqual([]), { timeout: 60_000, interval: 500 });

/** Puts items into the table as they are. */
export const putItems = async (items: readonly Item[]): Promise<void> => {
  for (let at = 0; at < items.length; at += 25) {
    const requests = items.slice(at, at + 25).map((item) => ({ PutRequest: { Item: { ...item } } }));
    await client().send(new BatchWriteCommand({ RequestItems: { [stack().tableName]: requests } }));
  }
};
