import { setTimeout as pause } from 'node:timers/promises';
import { DescribeTableCommand, DynamoDBClient, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import * as v from 'valibot';
import { watchedTypes } from '#shared/domain/events/item-events.ts';
import type { Credentials } from '../signature.ts';
import type { Outbox } from './outbox.ts';

const streamDescription = v.object({
  StreamDescription: v.object({ Shards: v.array(v.object({ ShardId: v.string() })) }),
});
const shardIterator = v.object({ ShardIterator: v.string() });
const typedItem = v.looseObject({ type: v.optional(v.looseObject({ S: v.optional(v.string()) })) });
const records = v.object({
  Records: v.array(
    v.looseObject({
      dynamodb: v.looseObject({
        SequenceNumber: v.string(),
        OldImage: v.optional(typedItem),
        NewImage: v.optional(typedItem),
      }),
    }),
  ),
});
type Records = v.InferOutput<typeof records>['Records'];
const outcome = v.object({ batchItemFailures: v.array(v.object({ itemIdentifier: v.string() })) });

interface Database {
  readonly endpoint: string;
  readonly region: string;
  readonly tableName: string;
}

/** Has the database keep a stream of the table, or none. Gives the stream's ARN; undefined where there is none. */
export const keepStream = async (
  { endpoint, region, tableName: TableName }: Database,
  isWanted: boolean,
): Promise<string | undefined> => {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, region, credentials });
  try {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    const isKept = Table?.StreamSpecification?.StreamEnabled === true;
    if (isKept === isWanted) return isWanted ? Table?.LatestStreamArn : undefined;
    const StreamSpecification = isWanted
      ? ({ StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' } as const)
      : { StreamEnabled: false };
    const { TableDescription } = await client.send(new UpdateTableCommand({ TableName, StreamSpecification }));
    return isWanted ? TableDescription?.LatestStreamArn : undefined;
  } finally {
    client.destroy();
  }
};

interface Settings {
  readonly database: Database;
  readonly streamArn: string;
  readonly lambda: { readonly endpoint: string; readonly region: string; readonly credentials: Credentials };
  readonly outbox: Pick<Outbox, 'cursorOf' | 'moveCursor'>;
  /** Tells the owner of the stack about a trouble, in a sentence. */
  readonly report: (sentence: string) => void;
}

const restMs = 250;
const longestRestMs = 30_000;
const recordsAtOnce = 100;
// Lambda takes six megabytes.
const mostBytes = 4_000_000;

const isWatched = ({ dynamodb: { OldImage, NewImage } }: Records[number]): boolean =>
  watchedTypes.has((NewImage ?? OldImage)?.type?.S ?? '');

// As many from the beginning as one call takes.
const portionOf = (all: Records): Records => {
  let bytes = 0;
  const end = all.findIndex((record, index) => {
    bytes += isWatched(record) ? JSON.stringify(record).length : 0;
    return index > 0 && bytes > mostBytes;
  });
  return end < 0 ? all : all.slice(0, end);
};

/**
 * Reads the table's stream and hands the records to the function PublishEvents, as Lambda does on AWS: those that are
 * watched, in their order, and again from the first that failed. Gives the function that stops it.
 */
export const startFeed = ({ database, streamArn, lambda, outbox, report }: Settings): (() => Promise<void>) => {
  const stopped = new AbortController();
  const functions = new LambdaClient({ ...lambda });

  const ask = async <Schema extends v.GenericSchema>(
    operation: string,
    input: object,
    schema: Schema,
  ): Promise<v.InferOutput<Schema>> => {
    const answer = await fetch(database.endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDBStreams_20120810.${operation}`,
        // The laptop's databases read the Region, and check no signature.
        'x-amz-date': '20260101T000000Z',
        authorization: `AWS4-HMAC-SHA256 Credential=local/20260101/${database.region}/dynamodb/aws4_request, SignedHeaders=host, Signature=0`,
      },
      body: JSON.stringify(input),
    });
    if (!answer.ok) throw new Error(`${operation} was answered with ${answer.status}: ${await answer.text()}`);
    return v.parse(schema, await answer.json());
  };

  const publish = async (Records: readonly object[]): Promise<string | undefined> => {
    const Payload = JSON.stringify({ Records: Records.map((record) => ({ ...record, eventSourceARN: streamArn })) });
    const call = new InvokeCommand({ FunctionName: 'gatehouse-local-PublishEvents', Payload });
    const { FunctionError, Payload: answer } = await functions.send(call);
    if (FunctionError !== undefined) throw new Error('PublishEvents failed.');
    return v.parse(outcome, JSON.parse(Buffer.from(answer ?? []).toString())).batchItemFailures[0]?.itemIdentifier;
  };

  const iteratorOf = async (ShardId: string): Promise<string> => {
    const SequenceNumber = outbox.cursorOf(ShardId);
    const place = { StreamArn: streamArn, ShardId };
    const fromStart = () => ask('GetShardIterator', { ...place, ShardIteratorType: 'TRIM_HORIZON' }, shardIterator);
    const after = { ...place, ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber };
    // DynamoDB Local forgets records after a day, and then does not know the number.
    const found =
      SequenceNumber === undefined ? fromStart() : ask('GetShardIterator', after, shardIterator).catch(fromStart);
    return (await found).ShardIterator;
  };

  /** Reads on in a shard. True where there was something and all of it went out. */
  const readOn = async (ShardId: string): Promise<boolean> => {
    const input = { ShardIterator: await iteratorOf(ShardId), Limit: recordsAtOnce };
    const portion = portionOf((await ask('GetRecords', input, records)).Records);
    if (portion.length === 0) return false;
    const watched = portion.filter(isWatched);
    const failed = watched.length > 0 ? await publish(watched) : undefined;
    const numbers = portion.map(({ dynamodb }) => dynamodb.SequenceNumber);
    const done = failed === undefined ? numbers : numbers.slice(0, Math.max(0, numbers.indexOf(failed)));
    const last = done.at(-1);
    if (last !== undefined) await outbox.moveCursor(ShardId, last);
    if (failed !== undefined) throw new Error(`The record ${failed} was not sent.`);
    return true;
  };

  const run = async (): Promise<void> => {
    let pauseMs = restMs;
    while (!stopped.signal.aborted) {
      try {
        const { StreamDescription } = await ask('DescribeStream', { StreamArn: streamArn }, streamDescription);
        let isMore = false;
        for (const { ShardId } of StreamDescription.Shards) isMore = (await readOn(ShardId)) || isMore;
        pauseMs = restMs;
        if (isMore) continue;
      } catch (error) {
        if (pauseMs === restMs && !stopped.signal.aborted) {
          report(`Events wait: ${error instanceof Error ? error.message : error} They are tried again.`);
        }
        pauseMs = Math.min(2 * pauseMs, longestRestMs);
      }
      await pause(pauseMs, undefined, { signal: stopped.signal, ref: false }).catch(() => undefined);
    }
    functions.destroy();
  };
  const ended = run();
  return () => {
    stopped.abort();
    return ended;
  };
};
