import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { DocumentClient } from './dynamodb/client.ts';
import type { Key } from './keys.ts';

type Values = Readonly<Record<string, unknown>>;

const isValues = (value: unknown): value is Values => typeof value === 'object' && value !== null;

/** True where the store gives back what was to be stored. It keeps no undefined members. */
export const isStored = (wanted: unknown, stored: unknown): boolean => {
  if (wanted instanceof Uint8Array) return stored instanceof Uint8Array && Buffer.compare(wanted, stored) === 0;
  if (!isValues(wanted)) return wanted === stored;
  if (!isValues(stored) || (Array.isArray(wanted) && wanted.length !== Object.keys(stored).length)) return false;
  return Object.entries(wanted).every(([name, value]) => value === undefined || isStored(value, stored[name]));
};

const memberAt = (item: Values, path: string, names: Readonly<Record<string, string>>): unknown =>
  path.split('.').reduce<unknown>((value, name) => (isValues(value) ? value[names[name] ?? name] : undefined), item);

const assignment = /^(\S+) = (:\w+)$/;

interface Put {
  readonly put: Values & Key;
}

interface Update {
  readonly update: Key;
  readonly expression: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Values;
}

// Afterwards, nobody can tell whether an update was made that computes or removes something.
const isSet = ({ expression, names = {}, values = {} }: Update, item: Values): boolean =>
  expression.startsWith('SET ') &&
  expression
    .slice('SET '.length)
    .split(', ')
    .every((part) => {
      const [, path, value] = assignment.exec(part) ?? [];
      return path !== undefined && value !== undefined && isStored(values[value], memberAt(item, path, names));
    });

/**
 * True where the store already holds the result of the write. It is asked when the condition refuses a write that the
 * SDK had sent before without hearing an answer: then the write may have been refused because of itself. One read.
 */
export const isApplied = async (client: DocumentClient, TableName: string, write: Put | Update): Promise<boolean> => {
  const { pk, sk } = 'put' in write ? write.put : write.update;
  const { Item } = await client.send(new GetCommand({ TableName, Key: { pk, sk }, ConsistentRead: true }));
  if (!Item) return false;
  return 'put' in write ? isStored(write.put, Item) : isSet(write, Item);
};
