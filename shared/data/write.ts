import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, PutCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { CognitoException, type ExceptionName, isException } from '#shared/errors/exception.ts';
import { isApplied } from './applied-write.ts';
import type { DocumentClient } from './dynamodb/client.ts';
import { StoreError } from './dynamodb/store-error.ts';
import type { Key } from './keys.ts';

/** Another request changed what a write was made from. So it has to be read again and decided again. */
export class Conflict extends CognitoException {
  constructor(name: ExceptionName = 'TooManyRequestsException', message = 'Rate exceeded') {
    super(name, message);
  }
}

interface Retry {
  /** How often the work is done at most. */
  readonly tries?: number;
  readonly isConflict?: (error: unknown) => boolean;
  /** How long to wait after a try, in milliseconds. */
  readonly pauseMs?: (attempt: number) => number;
}

/**
 * Does work that reads something and writes it back, and repeats it after a conflict. `attempt` counts from 1. Throws
 * what the last try threw.
 */
export const retryOnConflict = async <T>(
  work: (attempt: number) => Promise<T>,
  { tries = 5, isConflict = (error) => error instanceof Conflict, pauseMs }: Retry = {},
): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work(attempt);
    } catch (error) {
      if (!isConflict(error) || attempt === tries) throw error;
    }
    if (pauseMs) await pause(pauseMs(attempt));
  }
};

/**
 * The change, for an operation that has no ConcurrentModificationException: throws TooManyRequestsException instead.
 */
export const orTooManyRequests = async <T>(change: Promise<T>): Promise<T> => {
  try {
    return await change;
  } catch (cause) {
    if (!isException(cause, 'ConcurrentModificationException')) throw cause;
    throw new CognitoException('TooManyRequestsException', 'Rate exceeded', { cause });
  }
};

/** What must hold for a change. */
export interface Condition {
  readonly expression: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, unknown>>;
  /** The error where the condition does not hold. */
  readonly refused: (found?: FoundItem) => Error;
  /** Has the store tell `refused` the item that it found, at no additional cost. */
  readonly tellsFound?: true;
}

/** An item as a condition found it. */
export type FoundItem = Readonly<Record<string, unknown>>;

/** An item as the table stores it. */
export type StoredItem = Readonly<Record<string, unknown>> & Key;

/** One change of the table, alone or together with others; see `Table.write`. */
export type Write =
  | {
      readonly put: StoredItem;
      readonly when?: Condition;
      /** What begins once it is made. It throws nothing. */
      readonly follow?: () => Promise<void>;
    }
  | { readonly remove: Key; readonly when?: Condition }
  | { readonly check: Key; readonly when: Condition }
  | {
      readonly update: Key;
      readonly expression: string;
      readonly names?: Readonly<Record<string, string>>;
      readonly values?: Readonly<Record<string, unknown>>;
      readonly when?: Condition;
    };

const withEntries = <Value>(
  name: string,
  ...parts: readonly (Readonly<Record<string, Value>> | undefined)[]
): Record<string, Record<string, Value>> => {
  const merged: Record<string, Value> = Object.assign({}, ...parts);
  return Object.keys(merged).length > 0 ? { [name]: merged } : {};
};

const parameters = (TableName: string, write: Write) => {
  const own = 'update' in write ? write : undefined;
  return {
    TableName,
    ...(write.when && { ConditionExpression: write.when.expression }),
    ...(write.when?.tellsFound && { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const }),
    ...withEntries('ExpressionAttributeNames', own?.names, write.when?.names),
    ...withEntries('ExpressionAttributeValues', own?.values, write.when?.values),
  };
};

const toTransactItem = (table: string, write: Write) => {
  const rest = parameters(table, write);
  if ('put' in write) return { Put: { ...rest, Item: { ...write.put } } };
  if ('remove' in write) return { Delete: { ...rest, Key: { ...write.remove } } };
  if ('check' in write) {
    return { ConditionCheck: { ...rest, Key: { ...write.check }, ConditionExpression: write.when.expression } };
  }
  return { Update: { ...rest, Key: { ...write.update }, UpdateExpression: write.expression } };
};

const toCommand = (table: string, write: Exclude<Write, { check: Key }>) => {
  const rest = parameters(table, write);
  if ('put' in write) return new PutCommand({ ...rest, Item: { ...write.put } });
  if ('remove' in write) return new DeleteCommand({ ...rest, Key: { ...write.remove } });
  return new UpdateCommand({ ...rest, Key: { ...write.update }, UpdateExpression: write.expression });
};

const sendOne = (client: DocumentClient, table: string, write: Exclude<Write, { check: Key }>): Promise<unknown> => {
  const command = toCommand(table, write);
  if (command instanceof PutCommand) return client.send(command);
  if (command instanceof DeleteCommand) return client.send(command);
  return client.send(command);
};

/** True where a write was refused by its condition. */
export const isConditionFailure = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ConditionalCheckFailedException';

// A transaction has a token by which the store recognizes it; a write that is sent alone has none.
const wasTriedBefore = (error: unknown): boolean => error instanceof StoreError && error.attempts > 1;

const isCancellation = (error: unknown): error is StoreError =>
  error instanceof StoreError && error.name === 'TransactionCanceledException';

/** True for an item of over 400 kB. Alone, the error says so; in a transaction, one of its reasons does. */
export const isOversize = (error: unknown): boolean => {
  const refusals = isCancellation(error)
    ? error.reasons.map(({ Code, Message }) => `${Code}: ${Message}`)
    : [String(error)];
  return refusals.some((text) => /^Validation(?:Error|Exception): item size/i.test(text));
};

// The document client turns answers into plain values, but not what an error brings.
const found = (item: Record<string, AttributeValue> | undefined): FoundItem | undefined => item && unmarshall(item);

const busy = (cause: unknown): CognitoException =>
  new CognitoException('TooManyRequestsException', 'Rate exceeded', { cause });

/** Another transaction holds one of the items. */
class ItemHeld extends CognitoException {}

const held = (cause: unknown): ItemHeld => new ItemHeld('TooManyRequestsException', 'Rate exceeded', { cause });

// It ends within milliseconds, so a few tries with jitter are enough.
const whileHeld = {
  tries: 6,
  isConflict: (error: unknown) => error instanceof ItemHeld,
  pauseMs: (attempt: number) => Math.random() * 10 * 2 ** attempt,
};

const transact = async (client: DocumentClient, table: string, writes: readonly Write[]): Promise<void> => {
  try {
    await client.send(
      new TransactWriteCommand({
        // By it, the store recognizes a transaction that it is sent again.
        ClientRequestToken: randomUUID(),
        TransactItems: writes.map((write) => toTransactItem(table, write)),
      }),
    );
  } catch (error) {
    if (!isCancellation(error)) throw error;
    const { reasons } = error;
    const refused = writes.find((_write, index) => reasons[index]?.Code === 'ConditionalCheckFailed');
    if (refused?.when) throw refused.when.refused(found(reasons[writes.indexOf(refused)]?.Item));
    if (isOversize(error)) throw error;
    throw reasons.some((reason) => reason.Code === 'TransactionConflict') ? held(error) : busy(error);
  }
};

const single = async (client: DocumentClient, table: string, write: Exclude<Write, { check: Key }>): Promise<void> => {
  try {
    await sendOne(client, table, write);
  } catch (error) {
    if (write.when && isConditionFailure(error)) {
      if (wasTriedBefore(error) && !('remove' in write) && (await isApplied(client, table, write))) return;
      throw write.when.refused(error instanceof StoreError ? found(error.item) : undefined);
    }
    throw error instanceof Error && error.name === 'TransactionConflictException' ? held(error) : error;
  }
};

const followUp = async (writes: readonly Write[]): Promise<void> => {
  await Promise.all(writes.map((write) => ('put' in write ? write.follow?.() : undefined)));
};

const commitAll = async (client: DocumentClient, table: string, writes: readonly Write[]): Promise<void> => {
  const [first, ...others] = writes;
  if (!first) return;
  if (others.length === 0 && !('check' in first)) {
    return retryOnConflict(() => single(client, table, first), whileHeld);
  }
  return retryOnConflict(() => transact(client, table, writes), whileHeld);
};

/** Makes all writes or none. One alone costs half of what it would cost in a transaction. */
export const commit = async (client: DocumentClient, table: string, writes: readonly Write[]): Promise<void> => {
  await commitAll(client, table, writes);
  await followUp(writes);
};
