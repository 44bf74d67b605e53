import {
  BatchGetCommand,
  type BatchGetCommandInput,
  type BatchGetCommandOutput,
  GetCommand,
  QueryCommand,
  type QueryCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { type Environment, environment } from '#shared/config/environment.ts';
import { once } from '#shared/config/once.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { noteRead, noteWritten } from '#shared/observability/call.ts';
import { createDocumentClient } from './dynamodb/client.ts';
import type { Key } from './keys.ts';
import { type Condition, commit, isConditionFailure, isOversize, type StoredItem, type Write } from './write.ts';

export type Item = Readonly<Record<string, unknown>>;

/** A page of a query: its items, and where the next page starts. */
export interface Page {
  readonly items: readonly Item[];
  /** The number of items in it, also where a query selects only their count. */
  readonly count: number;
  readonly next: Item | undefined;
}

/** Our one table, as repositories use it. Every read is strongly consistent, except those of an index. */
export interface Table {
  readonly get: (key: Key) => Promise<Item | undefined>;
  /** The items, in the order of the keys; undefined where there is none. One request, up to 100 keys. */
  readonly getAll: (keys: readonly Key[]) => Promise<readonly (Item | undefined)[]>;
  /** All items of a partition whose sort key starts with `prefix`. */
  readonly partition: (pk: string, prefix?: string) => Promise<readonly Item[]>;
  readonly query: (input: Omit<QueryCommandInput, 'TableName'>) => Promise<Page>;
  /**
   * Marks an item as claimed by `claimant`, and gives it. Of many who claim it at once, one gets it, and gets it again
   * when it asks again. Undefined where there is no item, or where the member of its data has another value.
   */
  readonly claim: (
    key: Key,
    member: readonly [name: string, value: string | number],
    claimant: string,
  ) => Promise<Item | undefined>;
  /** Adds to a count in an item of that type, which is made where there is none, and gives the sum. */
  readonly count: (key: Key, by: number, type: string, expiry: number) => Promise<number>;
  /** Makes all writes or none. Throws the error of the first refused write. */
  readonly write: (writes: readonly Write[]) => Promise<void>;
}

const throttled: ReadonlySet<string> = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
]);

/**
 * Sends a request to the store. Throttling becomes TooManyRequestsException, an item of over 400 kB
 * InvalidParameterException.
 */
const throttleAware = async <T>(request: Promise<T>): Promise<T> => {
  try {
    return await request;
  } catch (error) {
    if (isOversize(error)) {
      throw new CognitoException('InvalidParameterException', 'The values are too long all together.', {
        cause: error,
      });
    }
    if (error instanceof Error && throttled.has(error.name)) {
      throw new CognitoException('TooManyRequestsException', 'Rate exceeded', { cause: error });
    }
    throw error;
  }
};

// What an administrator sets: of these, the record of a call says what changed.
const settingTypes: ReadonlySet<unknown> = new Set([
  'AccessKey',
  'AppClient',
  'Branding',
  'Domain',
  'Group',
  'IdentityPool',
  'IdentityProvider',
  'IdentitySigningKey',
  'OperatorConfiguration',
  'ResourceServer',
  'RiskMails',
  'SamlSigningKey',
  'SigningKey',
  'Terms',
  'UICustomization',
  'UserPool',
]);

const settingsIn = ({ pk, sk, type, data }: Item) =>
  settingTypes.has(type) && typeof data === 'object' && data !== null
    ? { type: String(type), key: `${pk} ${sk}`, data }
    : undefined;

const noted = <Found extends Item | undefined>(item: Found): Found => {
  const settings = item && settingsIn(item);
  if (settings) noteRead(settings);
  return item;
};

const noteWrite = (write: Write): void => {
  const settings = 'put' in write ? settingsIn(write.put) : undefined;
  if (settings) noteWritten(settings);
  if ('remove' in write) noteWritten({ key: `${write.remove.pk} ${write.remove.sk}` });
};

const same = (item: Item, key: Key): boolean => item.pk === key.pk && item.sk === key.sk;

type Settings = Pick<Environment, 'tableName' | 'region' | 'storeTimeoutMs'> & {
  readonly endpoints: Pick<Environment['endpoints'], 'dynamodb'>;
};

/** The table of that name. */
export const createTable = ({
  tableName: TableName,
  region,
  endpoints,
  storeTimeoutMs: timeoutMs,
}: Settings): Table => {
  // Without a limit, a connection that fell silent would take all of the function's time.
  const client = createDocumentClient({ region, endpoint: endpoints.dynamodb, timeoutMs });

  const query: Table['query'] = async (input) => {
    const { Items, Count, LastEvaluatedKey } = await throttleAware(
      client.send(new QueryCommand({ TableName, ...input })),
    );
    return { items: Items ?? [], count: Count ?? 0, next: LastEvaluatedKey };
  };

  return {
    query,

    get: async (Key) => {
      const { Item } = await throttleAware(client.send(new GetCommand({ TableName, Key, ConsistentRead: true })));
      return noted(Item);
    },

    getAll: async (keys) => {
      if (keys.length === 0) return [];
      const found: Item[] = [];
      let Keys: Record<string, unknown>[] | undefined = keys.map((key) => ({ ...key }));
      while (Keys && Keys.length > 0) {
        const RequestItems: BatchGetCommandInput['RequestItems'] = { [TableName]: { Keys, ConsistentRead: true } };
        const answer: BatchGetCommandOutput = await throttleAware(client.send(new BatchGetCommand({ RequestItems })));
        found.push(...(answer.Responses?.[TableName] ?? []));
        Keys = answer.UnprocessedKeys?.[TableName]?.Keys;
      }
      return keys.map((key) => noted(found.find((item) => same(item, key))));
    },

    partition: async (pk, prefix = '') => {
      const items: Item[] = [];
      let ExclusiveStartKey: Item | undefined;
      do {
        const page = await query({
          KeyConditionExpression: prefix ? 'pk = :pk AND begins_with(sk, :prefix)' : 'pk = :pk',
          ExpressionAttributeValues: prefix ? { ':pk': pk, ':prefix': prefix } : { ':pk': pk },
          ConsistentRead: true,
          ...(ExclusiveStartKey && { ExclusiveStartKey }),
        });
        items.push(...page.items);
        ExclusiveStartKey = page.next;
      } while (ExclusiveStartKey);
      return items.map(noted);
    },

    claim: async (Key, [name, value], claimant) => {
      const command = new UpdateCommand({
        TableName,
        Key,
        UpdateExpression: 'SET claimant = :claimant',
        ConditionExpression: '#data.#member = :value AND (attribute_not_exists(claimant) OR claimant = :claimant)',
        ExpressionAttributeNames: { '#data': 'data', '#member': name },
        ExpressionAttributeValues: { ':value': value, ':claimant': claimant },
        ReturnValues: 'ALL_NEW',
      });
      try {
        return (await throttleAware(client.send(command))).Attributes;
      } catch (error) {
        if (isConditionFailure(error)) return undefined;
        throw error;
      }
    },

    count: async (Key, by, type, expiry) => {
      const command = new UpdateCommand({
        TableName,
        Key,
        UpdateExpression: 'SET #type = :type, #ttl = :ttl ADD #count :by',
        ExpressionAttributeNames: { '#type': 'type', '#ttl': 'ttl', '#count': 'count' },
        ExpressionAttributeValues: { ':type': type, ':ttl': expiry, ':by': by },
        ReturnValues: 'UPDATED_NEW',
      });
      const { Attributes } = await throttleAware(client.send(command));
      return Number(Attributes?.count);
    },

    write: async (writes) => {
      await throttleAware(commit(client, TableName, writes));
      writes.forEach(noteWrite);
    },
  };
};

/** The table that the environment names. */
export const table = once(() => createTable(environment()));

interface Stored<Entity> {
  readonly type: string;
  readonly data: Entity;
}

const isStored = <Entity>(item: Item, type: string): item is Item & Stored<Entity> =>
  item.type === type && typeof item.data === 'object' && item.data !== null;

/** The entity of an item. Only the repository of a type writes items of that type, so the tag proves the form. */
export const fromItem = <Entity>(type: string, item: Item): Entity => {
  if (isStored<Entity>(item, type)) return item.data;
  throw new Error(`The item ${String(item.pk)} ${String(item.sk)} is no ${type}.`);
};

/** An entity as an item, with the keys of indexes and the expiry that it needs in addition. */
export const toItem = <Entity extends object>(
  type: string,
  key: Key,
  data: Entity,
  beside: Readonly<Record<string, string | number>> = {},
): StoredItem => ({ ...key, ...beside, type, data });

/** The entity must still have that version; `refused` gives the error where it has not. */
export const ofVersion = (version: number, refused: () => Error): Condition => ({
  expression: '#data.#version = :before',
  names: { '#data': 'data', '#version': 'version' },
  values: { ':before': version },
  refused,
});

/** The key of an item in the table. */
export const keyOf = ({ pk, sk }: Item): Key => ({ pk: String(pk), sk: String(sk) });

/**
 * Epoch seconds at which the store may delete an item. This is only for cleaning up: readers compare the time
 * themselves.
 */
export const ttl = (epochMs: number): number => Math.ceil(epochMs / 1000);
