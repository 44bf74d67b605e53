import { once } from '#shared/config/once.ts';
import { type AuthEvent, type EventFeedback, eventLifetimeMs } from '#shared/domain/risk/auth-event.ts';
import { spentSession } from '#shared/domain/sign-in/session-refusals.ts';
import { eventFacts, keys } from '../keys.ts';
import { fromItem, table, toItem, ttl } from '../table.ts';
import type { Write } from '../write.ts';

const type = 'AuthEvent';
const data = { '#data': 'data' };

/** The events of users: one item each, in the partition of its user. */
export const authEventRepository = once(() => ({
  put: (poolId: string, userKey: string, event: AuthEvent, lifetimeMs = eventLifetimeMs): Write => ({
    put: toItem(type, keys.authEvent(poolId, userKey, event.id), event, {
      ttl: ttl(event.createdAt + lifetimeMs),
    }),
  }),

  /** What became of an event that was in progress. Throws NotAuthorizedException where it is gone with its user. */
  settle: (
    poolId: string,
    userKey: string,
    { id, response, challenges }: Pick<AuthEvent, 'id' | 'response' | 'challenges'>,
  ): Write => ({
    update: keys.authEvent(poolId, userKey, id),
    expression: 'SET #data.#response = :response, #data.challenges = :challenges',
    names: { ...data, '#response': 'response' },
    values: { ':response': response, ':challenges': challenges },
    when: { expression: 'attribute_exists(pk)', refused: spentSession },
  }),

  find: async (poolId: string, userKey: string, id: string): Promise<AuthEvent | undefined> => {
    const item = await table().get(keys.authEvent(poolId, userKey, id));
    return item && fromItem<AuthEvent>(type, item);
  },

  /** Adds feedback, or replaces it. `refused` gives the error where the event is gone. */
  putFeedback: (poolId: string, userKey: string, id: string, feedback: EventFeedback, refused: () => Error): Write => ({
    update: keys.authEvent(poolId, userKey, id),
    expression: 'SET #data.feedback = :feedback',
    names: data,
    values: { ':feedback': feedback },
    when: { expression: 'attribute_exists(pk)', refused },
  }),

  /** The same, once only: `refused` gives the error where a token was used for the event before. */
  putFeedbackOnce: (
    poolId: string,
    userKey: string,
    id: string,
    feedback: EventFeedback,
    refused: () => Error,
  ): Write => ({
    update: keys.authEvent(poolId, userKey, id),
    expression: 'SET #data.feedback = :feedback, tokenUsed = :yes',
    names: data,
    values: { ':feedback': feedback, ':yes': true },
    when: { expression: 'attribute_exists(pk) AND attribute_not_exists(tokenUsed)', refused },
  }),

  /** A page of events, the newest first: those before the event with the id `after`. */
  page: async (
    poolId: string,
    userKey: string,
    limit: number,
    after: string | undefined,
  ): Promise<{ readonly events: readonly AuthEvent[]; readonly isLast: boolean }> => {
    const start = after === undefined ? undefined : keys.authEvent(poolId, userKey, after);
    const { items, next } = await table().query({
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': keys.userPartition(poolId, userKey), ':prefix': eventFacts },
      ConsistentRead: true,
      ScanIndexForward: false,
      Limit: limit,
      ...(start && { ExclusiveStartKey: { ...start } }),
    });
    return { events: items.map((item) => fromItem<AuthEvent>(type, item)), isLast: next === undefined };
  },
}));
