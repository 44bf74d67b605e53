import { createHash } from 'node:crypto';
import { environment } from '#shared/config/environment.ts';
import { once } from '#shared/config/once.ts';
import { type StreamRecord, toItemChange } from '#shared/data/events/item-change.ts';
import type { Happening, PoolEvent } from '#shared/domain/events/event-schemas.ts';
import { happeningsOf } from '#shared/domain/events/item-events.ts';
import { type EventBus, eventBus } from '#shared/gateways/event-bus.ts';
import { logger } from '#shared/observability/powertools.ts';

// What EventBridge takes in one request, with room for the envelopes.
const mostAtOnce = 10;
const mostBytes = 200_000;

interface Outgoing {
  readonly event: PoolEvent;
  readonly bytes: number;
  /** The sequence number of the record that it comes from. */
  readonly record: string;
}

const withoutValues = (event: PoolEvent): PoolEvent => {
  if (!('values' in event.details)) return event;
  const { values: _values, ...details } = event.details;
  return { ...event, details };
};

const toEvent = (
  { eventSourceARN, dynamodb }: StreamRecord,
  { told, ...place }: Happening,
  index: number,
): PoolEvent => {
  const { SequenceNumber: number, ApproximateCreationDateTime: seconds } = dynamodb;
  const [type, details] = told;
  return {
    id: createHash('sha256').update(`${eventSourceARN} ${number} ${index}`).digest('hex').slice(0, 32),
    type,
    version: '1',
    time: new Date(seconds * 1000).toISOString(),
    sequence: `${number.padStart(40, '0')}.${String(index).padStart(3, '0')}`,
    ...place,
    details,
  };
};

const toOutgoing = (event: PoolEvent, record: string): Outgoing => {
  const bytes = Buffer.byteLength(JSON.stringify(event));
  if (bytes <= mostBytes) return { event, bytes, record };
  const shorter = withoutValues(event);
  return { event: shorter, bytes: Buffer.byteLength(JSON.stringify(shorter)), record };
};

const eventsOf = (record: StreamRecord, shown: ReadonlySet<string>): readonly Outgoing[] => {
  const change = toItemChange(record);
  if (!change) return [];
  const { SequenceNumber: number } = record.dynamodb;
  return happeningsOf(change, shown).map((happening, index) => toOutgoing(toEvent(record, happening, index), number));
};

const inPortions = (all: readonly Outgoing[]): readonly (readonly Outgoing[])[] => {
  const portions: Outgoing[][] = [];
  let bytes = 0;
  for (const one of all) {
    const last = portions.at(-1);
    if (last && last.length < mostAtOnce && bytes + one.bytes <= mostBytes) {
      last.push(one);
      bytes += one.bytes;
    } else {
      portions.push([one]);
      bytes = one.bytes;
    }
  }
  return portions;
};

// The record of the first event that was not taken; undefined where all were.
const sendPortion = async (bus: EventBus, portion: readonly Outgoing[]): Promise<string | undefined> => {
  try {
    const codes = await bus.put(portion.map(({ event }) => event));
    const failed = codes.findIndex((code) => code !== undefined);
    if (failed >= 0) logger.warn('events not taken', { code: codes[failed] });
    return portion[failed]?.record;
  } catch (error) {
    logger.warn('no events taken', { error: error instanceof Error ? error : new Error(String(error)) });
    return portion[0]?.record;
  }
};

interface Settings {
  readonly bus: EventBus;
  /** Names of the attributes whose values events tell. */
  readonly shown: ReadonlySet<string>;
}

/**
 * Sends the events of records of the table's stream, in the order of the records. Gives the sequence number of the first
 * record that is to be tried again, with all after it; undefined where everything was sent. What comes after that one
 * may have been sent, too: it gets the same ids when it is sent again.
 */
export type PublishEvents = (records: readonly StreamRecord[]) => Promise<string | undefined>;

export const createPublishEvents =
  ({ bus, shown }: Settings): PublishEvents =>
  async (records) => {
    const outgoing: Outgoing[] = [];
    let unreadable: string | undefined;
    for (const record of records) {
      try {
        outgoing.push(...eventsOf(record, shown));
      } catch (error) {
        // Lambda tries it again by itself, and in the end leaves it to the queue.
        unreadable = record.dynamodb.SequenceNumber;
        logger.error('unreadable record', { error: error instanceof Error ? error : new Error(String(error)) });
        break;
      }
    }
    for (const portion of inPortions(outgoing)) {
      const failed = await sendPortion(bus, portion);
      if (failed !== undefined) return failed;
    }
    return unreadable;
  };

export const publishEvents = once(() =>
  createPublishEvents({ bus: eventBus(), shown: new Set(environment().events.attributes) }),
);
