import { Webhook } from 'standardwebhooks';
import * as v from 'valibot';
import { expect, inject } from 'vitest';
import { faultsByPage } from './event-page.ts';
import { makePool } from './pools.ts';

const Received = v.array(
  v.object({ headers: v.record(v.string(), v.unknown()), body: v.string(), status: v.number() }),
);

const Body = v.object({
  type: v.string(),
  timestamp: v.string(),
  data: v.object({
    id: v.string(),
    type: v.string(),
    time: v.string(),
    sequence: v.string(),
    userPoolId: v.string(),
    user: v.optional(v.object({ sub: v.string(), username: v.optional(v.string()), version: v.optional(v.number()) })),
    details: v.record(v.string(), v.unknown()),
  }),
});

/** An event as the webhook got it. */
export type HeardEvent = v.InferOutput<typeof Body>['data'];

export interface Delivery {
  readonly id: string;
  readonly status: number;
  readonly event: HeardEvent;
}

const headerOf = (headers: Readonly<Record<string, unknown>>, name: string): string => String(headers[name] ?? '');

/**
 * Every delivery so far whose body has that text. Throws where a signature is not right, and fails where an event is not
 * as docs/events.md says.
 */
export const deliveriesAbout = async (about: string): Promise<readonly Delivery[]> => {
  const { url, secret } = inject('webhook');
  const answer = await fetch(`${url}${encodeURIComponent(about)}`);
  const webhook = new Webhook(secret);
  return v.parse(Received, await answer.json()).map(({ headers, body, status }) => {
    const id = headerOf(headers, 'webhook-id');
    webhook.verify(body, {
      'webhook-id': id,
      'webhook-timestamp': headerOf(headers, 'webhook-timestamp'),
      'webhook-signature': headerOf(headers, 'webhook-signature'),
    });
    const { type, timestamp, data } = v.parse(Body, JSON.parse(body));
    expect(faultsByPage(JSON.parse(body).data)).toEqual([]);
    expect({ id, type, timestamp }).toEqual({ id: data.id, type: data.type, timestamp: data.time });
    return { id, status, event: data };
  });
};

/** The events so far whose body has that text, each once, in their order. */
export const eventsAbout = async (about: string): Promise<readonly HeardEvent[]> => {
  const all = (await deliveriesAbout(about)).map(({ event }) => event);
  const once = [...new Map(all.map((event) => [event.id, event])).values()];
  return once.sort((one, other) => (one.sequence < other.sequence ? -1 : 1));
};

/** What events about that tell, from the first one on, once the last of them has come: each as its type and details. */
export const toldAbout = async (about: string, last: string): Promise<readonly (readonly [string, object])[]> => {
  await expect.poll(async () => (await eventsAbout(about)).map(({ type }) => type)).toContain(last);
  // Those that are sent together may come in any order. What happens now is sent when all of them have come.
  const { poolId } = await makePool();
  await expect.poll(() => eventsAbout(poolId)).not.toEqual([]);
  return (await eventsAbout(about)).map(({ type, details }) => [type, details]);
};

/** Has the webhook answer so to what has that text next. */
export const answerWith = async (about: string, ...statuses: readonly number[]): Promise<void> => {
  await fetch(`${inject('webhook').url}${encodeURIComponent(about)}`, {
    method: 'PUT',
    body: JSON.stringify(statuses),
  });
};
