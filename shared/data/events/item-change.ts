import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import { type ItemChange, isWatchedType, type Watched, type WatchedType } from '#shared/domain/events/item-events.ts';
import { poolOfUserPartition } from '../keys.ts';
import { fromItem, type Item } from '../table.ts';

type Image = Record<string, AttributeValue>;

// Lambda hands over binary values in base64.
const withBytes = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withBytes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      name,
      name === 'B' && typeof part === 'string' ? Buffer.from(part, 'base64') : withBytes(part),
    ]),
  );
};

const isImage = (value: unknown): value is Image => typeof value === 'object' && value !== null;

const image = v.pipe(v.unknown(), v.transform(withBytes), v.custom<Image>(isImage));

/** A record of the table's stream, as Lambda hands it over: how an item was before a write, and after it. */
export const streamRecord = v.object({
  eventSourceARN: v.string(),
  dynamodb: v.object({
    /** Epoch seconds. */
    ApproximateCreationDateTime: v.number(),
    SequenceNumber: v.pipe(v.string(), v.regex(/^\d{1,40}$/)),
    OldImage: v.optional(image),
    NewImage: v.optional(image),
  }),
});

export type StreamRecord = v.InferOutput<typeof streamRecord>;

const entityOf = <Type extends WatchedType>(type: Type, item: Item): Watched[Type] => {
  const entity = fromItem<Watched[Type]>(type, item);
  // The data of a password do not say whose it is.
  return typeof item.sub === 'string' ? { ...entity, sub: item.sub } : entity;
};

/** The change that a record tells of; undefined where nobody watches such items. */
export const toItemChange = ({ dynamodb }: StreamRecord): ItemChange<WatchedType> | undefined => {
  const before = dynamodb.OldImage && unmarshall(dynamodb.OldImage);
  const after = dynamodb.NewImage && unmarshall(dynamodb.NewImage);
  const item = after ?? before;
  const type: unknown = item?.type;
  if (!item || !isWatchedType(type)) return undefined;
  return {
    type,
    poolId: poolOfUserPartition(String(item.pk)),
    before: before && entityOf(type, before),
    after: after && entityOf(type, after),
  };
};
