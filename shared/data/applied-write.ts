import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Key } from './keys.ts';

type Values = Readonly<Record<string, unknown>>;

const isValues = (value: unknown): value is Values => typeof value === 'object' && value !== null;

/** True where the store gives back what was to be put there; of members that are undefined it keeps nothing. */
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

// Of an update that computes or removes it cannot be told afterwards whether it was made.
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
 * True where the store holds what the write was to leave there. Asked when its condition refuses a write that the SDK
 * had made before and heard no answer to: then what stands in its way may be itself. One read.
 */
export const isApplied = async (
  client: DynamoDBDocumentClient,
  TableName: string,
  write: Put | Update,
): Promise<boolean> => {
  const { pk, sk } = 'put' in write ? write.put : write.update;
  const { Item } = await client.send(new GetCommand({ TableName, Key: { pk, sk }, ConsistentRead: true }));
  if (!Item) return false;
  return 'put' in write ? isStored(write.put, Item) : isSet(write, Item);
};
