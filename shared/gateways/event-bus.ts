import { environment } from '#shared/config/environment.ts';
import { once } from '#shared/config/once.ts';
import type { PoolEvent } from '#shared/domain/events/event-schemas.ts';
import { poolArn } from '#shared/domain/user-pools/user-pool.ts';
import { createAwsRequest } from './aws-request.ts';

/** Sends events to an event bus, ten at most. */
export interface EventBus {
  /**
   * Gives the error code of each event, in their order; undefined for one that was taken. Throws ServiceRefusal where
   * none was, or a plain Error where no answer came: then some may have been taken.
   */
  readonly put: (events: readonly PoolEvent[]) => Promise<readonly (string | undefined)[]>;
}

interface Settings {
  readonly region: string;
  readonly accountId: string;
  readonly bus: string;
  /** Of a stand-in for the service; undefined on AWS. */
  readonly endpoint: string | undefined;
}

const timeoutMs = 5000;

const codesIn = (answer: unknown, count: number): readonly (string | undefined)[] => {
  const entries: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'Entries') : undefined;
  if (!Array.isArray(entries) || entries.length !== count) throw new Error('EventBridge did not answer each event.');
  return entries.map((entry: unknown) => {
    const code: unknown = Reflect.get(Object(entry), 'ErrorCode');
    return typeof code === 'string' ? code : undefined;
  });
};

/**
 * Sends to EventBridge, or its stand-in.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
export const createEventBus = ({ region, accountId, bus, endpoint }: Settings): EventBus => {
  const request = createAwsRequest({ service: 'events', endpoint });
  const toEntry = (event: PoolEvent) => ({
    EventBusName: bus,
    Source: 'gatehouse',
    DetailType: event.type,
    Time: Math.floor(Date.parse(event.time) / 1000),
    Resources: [poolArn(event.userPoolId, { accountId })],
    Detail: JSON.stringify(event),
  });
  return {
    put: async (events) => {
      const { body } = await request({
        region,
        path: '/',
        headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSEvents.PutEvents' },
        body: JSON.stringify({ Entries: events.map(toEntry) }),
        timeoutMs,
        // Whoever gets an event twice knows it by its id.
        retriesAfter: ['silent', 'throttled', 'broken'],
      });
      return codesIn(JSON.parse(body.toString()), events.length);
    },
  };
};

export const eventBus = once(() => {
  const { region, accountId, events, endpoints } = environment();
  return createEventBus({ region, accountId, bus: events.bus, endpoint: endpoints.events });
});
