import { setTimeout as pause } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';

type Key = Readonly<Record<string, unknown>>;

interface Settings {
  readonly endpoint: string;
  readonly tableName: string;
  readonly region?: string;
  /** Milliseconds between reading two parts of the table. */
  readonly turnMs?: number;
  /** Milliseconds between the end of the table and the next beginning. */
  readonly restMs?: number;
}

const itemsPerTurn = 250;
// DynamoDB leaves alone what expired earlier than this: such a number is hardly a time.
const oldestSeconds = 5 * 365 * 86_400;

const isRefused = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ConditionalCheckFailedException';

/**
 * Deletes expired items by the clock of this machine. It does so as DynamoDB does: some time later, a few items at a
 * time, and never an item that has been renewed. The embedded database knows the setting but deletes nothing. Gives the
 * function that stops it.
 */
export const startExpiry = ({
  endpoint,
  tableName: TableName,
  region = 'us-east-1',
  turnMs = 500,
  restMs = 60_000,
}: Settings) => {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, region, credentials, maxAttempts: 1 });
  const documents = DynamoDBDocumentClient.from(client);
  const stopped = new AbortController();
  const ExpressionAttributeNames = { '#ttl': 'ttl' };

  const turn = async (ExclusiveStartKey: Key | undefined): Promise<Key | undefined> => {
    const now = Math.floor(Date.now() / 1000);
    const { Items = [], LastEvaluatedKey } = await documents.send(
      new ScanCommand({
        TableName,
        Limit: itemsPerTurn,
        ...(ExclusiveStartKey && { ExclusiveStartKey }),
        FilterExpression: '#ttl < :now AND #ttl > :oldest',
        ProjectionExpression: 'pk, sk',
        ExpressionAttributeNames,
        ExpressionAttributeValues: { ':now': now, ':oldest': now - oldestSeconds },
      }),
    );
    for (const Key of Items) {
      if (stopped.signal.aborted) break;
      const ConditionExpression = '#ttl < :now';
      const ExpressionAttributeValues = { ':now': now };
      await documents
        .send(
          new DeleteCommand({
            TableName,
            Key,
            ConditionExpression,
            ExpressionAttributeNames,
            ExpressionAttributeValues,
          }),
        )
        .catch((error: unknown) => {
          if (!isRefused(error)) throw error;
        });
    }
    return LastEvaluatedKey;
  };

  const run = async (): Promise<void> => {
    let next: Key | undefined;
    while (!stopped.signal.aborted) {
      // Whoever waits for the database reports its troubles. This simply tries again later.
      next = await turn(next).catch(() => undefined);
      await pause(next ? turnMs : restMs, undefined, { signal: stopped.signal, ref: false }).catch(() => undefined);
    }
    client.destroy();
  };
  const ended = run();
  return (): Promise<void> => {
    stopped.abort();
    return ended;
  };
};
