import { setTimeout as pause } from 'node:timers/promises';
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import type { Message } from './webhook.ts';

/** A message that the receiver has not taken yet. */
export interface Owed extends Message {
  /** How often it was sent. */
  readonly attempts: number;
  /** When it is to be sent next, epoch milliseconds. */
  readonly dueAt: number;
}

const owedItem = v.object({ id: v.string(), body: v.string(), attempts: v.number(), dueAt: v.number() });
const cursorItem = v.object({ id: v.string(), cursor: v.string() });

// What comes then waits in the stream of the table.
const mostOwed = 10_000;

interface Settings {
  readonly endpoint: string;
  readonly region: string;
  readonly tableName: string;
  /** How many messages are kept at most. */
  readonly most?: number;
}

const cursorPrefix = 'CURSOR#';

const isThere = (error: unknown): boolean => error instanceof Error && error.name === 'ResourceInUseException';

const makeTable = async (client: DynamoDBClient, TableName: string): Promise<void> => {
  try {
    await client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      }),
    );
  } catch (error) {
    if (!isThere(error)) throw error;
  }
  while ((await client.send(new DescribeTableCommand({ TableName }))).Table?.TableStatus !== 'ACTIVE') await pause(50);
};

/**
 * What the webhook is owed, in a table of its own in the laptop's database, with how far the stream was read. It is
 * stored before anything else happens with it, so that a stack that was killed sends it after its next start.
 */
export const openOutbox = async ({ endpoint, region, tableName: TableName, most: room = mostOwed }: Settings) => {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, region, credentials });
  const documents = DynamoDBDocumentClient.from(client);
  await makeTable(client, TableName);

  const owed = new Map<string, Owed>();
  const cursors = new Map<string, string>();
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await documents.send(new ScanCommand({ TableName, ...(ExclusiveStartKey && { ExclusiveStartKey }) }));
    for (const item of page.Items ?? []) {
      // Whoever starts a stack expects what it owes.
      if (v.is(owedItem, item)) owed.set(item.id, { ...item, dueAt: 0 });
      else if (v.is(cursorItem, item)) cursors.set(item.id.slice(cursorPrefix.length), item.cursor);
    }
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);

  let wake = (): void => undefined;
  const store = async (message: Owed): Promise<void> => {
    await documents.send(new PutCommand({ TableName, Item: { ...message } }));
    owed.set(message.id, message);
  };

  return {
    /** False where there is no room for it. A message that is owed already is owed once. */
    add: async (message: Message, dueAt: number): Promise<boolean> => {
      if (owed.has(message.id)) return true;
      if (owed.size >= room) return false;
      await store({ ...message, attempts: 0, dueAt });
      wake();
      return true;
    },
    /** What is to be sent now, what waits longest first. */
    due: (nowMs: number, most: number): readonly Owed[] =>
      [...owed.values()]
        .filter(({ dueAt }) => dueAt <= nowMs)
        .sort((one, other) => one.dueAt - other.dueAt)
        .slice(0, most),
    /** When the next one is to be sent, epoch milliseconds; undefined where nothing is owed. */
    nextDue: (): number | undefined =>
      owed.size === 0 ? undefined : Math.min(...[...owed.values()].map(({ dueAt }) => dueAt)),
    /** Calls `woken` when a message is added. */
    onAdded: (woken: () => void): void => {
      wake = woken;
    },
    postpone: ({ id, body, attempts }: Owed, dueAt: number): Promise<void> =>
      store({ id, body, attempts: attempts + 1, dueAt }),
    settle: async ({ id }: Message): Promise<void> => {
      await documents.send(new DeleteCommand({ TableName, Key: { id } }));
      owed.delete(id);
    },
    /** The sequence number up to which a shard of the stream was read; undefined at its beginning. */
    cursorOf: (shard: string): string | undefined => cursors.get(shard),
    moveCursor: async (shard: string, cursor: string): Promise<void> => {
      await documents.send(new PutCommand({ TableName, Item: { id: `${cursorPrefix}${shard}`, cursor } }));
      cursors.set(shard, cursor);
    },
    size: (): number => owed.size,
    close: (): void => client.destroy(),
  };
};

export type Outbox = Awaited<ReturnType<typeof openOutbox>>;
