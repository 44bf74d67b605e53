import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import {
  type AttributeValue,
  BatchWriteItemCommand,
  DynamoDBClient,
  paginateScan,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';

type Item = Readonly<Record<string, AttributeValue>>;

/** Every item of a table, by its key. */
export type Snapshot = ReadonlyMap<string, Item>;

interface Place {
  readonly endpoint: string;
  readonly tableName: string;
  readonly region: string;
}

const writesAtOnce = 25;

const keyOf = ({ pk, sk }: Item): string => JSON.stringify([pk?.S, sk?.S]);

const toKey = ({ pk, sk }: Item): Record<string, AttributeValue> => ({ ...(pk && { pk }), ...(sk && { sk }) });

/** Reads a whole table, and puts it back to what it was. That is for tests, whose tables are small. */
export const createSnapshots = ({ endpoint, tableName, region }: Place) => {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, region, credentials });

  const take = async (): Promise<Snapshot> => {
    const items = new Map<string, Item>();
    for await (const { Items = [] } of paginateScan({ client }, { TableName: tableName, ConsistentRead: true })) {
      for (const item of Items) items.set(keyOf(item), item);
    }
    return items;
  };

  const write = async (writes: readonly WriteRequest[]): Promise<void> => {
    for (let start = 0; start < writes.length; start += writesAtOnce) {
      let left: WriteRequest[] = writes.slice(start, start + writesAtOnce);
      while (left.length > 0) {
        const { UnprocessedItems } = await client.send(
          new BatchWriteItemCommand({ RequestItems: { [tableName]: left } }),
        );
        left = UnprocessedItems?.[tableName] ?? [];
        if (left.length > 0) await pause(20);
      }
    }
  };

  return {
    take,
    /** Writes only what has changed since. */
    restore: async (snapshot: Snapshot): Promise<void> => {
      const present = await take();
      const added = [...present].filter(([key]) => !snapshot.has(key));
      const changed = [...snapshot].filter(([key, item]) => !isDeepStrictEqual(present.get(key), item));
      await write([
        ...added.map(([, item]) => ({ DeleteRequest: { Key: toKey(item) } })),
        ...changed.map(([, Item]) => ({ PutRequest: { Item } })),
      ]);
    },
    stop: (): void => client.destroy(),
  };
};
