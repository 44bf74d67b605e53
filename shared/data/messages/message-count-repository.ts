import { once } from '#shared/config/once.ts';
import { type Key, keys } from '../keys.ts';
import { table, ttl } from '../table.ts';
import type { Condition, Write } from '../write.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const type = 'MessageCount';

interface More {
  readonly now: number;
  /** Messages that are about to be sent. */
  readonly messages: number;
  /** How many there may be, these included. */
  readonly most: number;
  readonly refused: () => Error;
}

const within = (windowMs: number, at: number) => {
  const number = Math.floor(at / windowMs);
  // Kept for one more window, as the clock of another request may be behind.
  return { number, expiry: ttl((number + 2) * windowMs) };
};

const room = ({ messages, most, refused }: More): Condition => ({
  expression: '(attribute_not_exists(#count) OR #count <= :room)',
  names: { '#count': 'count' },
  values: { ':room': most - messages },
  refused,
});

const add = (key: Key, expiry: number, more: More): Write => ({
  update: key,
  expression: 'ADD #count :messages SET #type = :type, #ttl = :ttl',
  names: { '#type': 'type', '#ttl': 'ttl' },
  values: { ':type': type, ':ttl': expiry, ':messages': more.messages },
  when: room(more),
});

/**
 * How many messages were sent, in windows that begin with each hour or day. One write counts them, on condition that
 * there is room. Nothing has to be read or reset.
 */
export const messageCountRepository = once(() => ({
  /** To a user in this hour. Those for `action` have a limit of their own, where one is given. */
  ofUser: (
    poolId: string,
    userKey: string,
    more: More,
    action?: { readonly name: string; readonly most: number },
  ): Write => {
    const { number, expiry } = within(hourMs, more.now);
    const key = keys.userMessages(poolId, userKey, number);
    if (!action) return add(key, expiry, more);
    const { names, values, expression, refused } = room(more);
    return {
      update: key,
      expression: 'ADD #count :messages, #action :messages SET #type = :type, #ttl = :ttl',
      names: { '#type': 'type', '#ttl': 'ttl', '#action': action.name },
      values: { ':type': type, ':ttl': expiry, ':messages': more.messages },
      when: {
        expression: `${expression} AND (attribute_not_exists(#action) OR #action <= :actionRoom)`,
        ...(names && { names }),
        values: { ...values, ':actionRoom': action.most - more.messages },
        refused,
      },
    };
  },

  /** How many went to a user in this hour. */
  toUserSoFar: async (poolId: string, userKey: string, now: number): Promise<number> =>
    Number((await table().get(keys.userMessages(poolId, userKey, within(hourMs, now).number)))?.count ?? 0),

  /** To an address or number in this hour. */
  ofDestination: (digest: string, more: More): Write => {
    const { number, expiry } = within(hourMs, more.now);
    return add(keys.destinationMessages(digest, number), expiry, more);
  },

  /** By a pool in this day, in one of its shares. */
  ofPool: (poolId: string, medium: string, shard: number, more: More): Write => {
    const { number, expiry } = within(dayMs, more.now);
    return add(keys.poolMessages(poolId, medium, shard, number), expiry, more);
  },

  /** The same question without a message. It costs what a message costs. */
  ofPoolUnchanged: (poolId: string, medium: string, shard: number, more: More): Write => ({
    check: keys.poolMessages(poolId, medium, shard, within(dayMs, more.now).number),
    when: room(more),
  }),
}));

export type MessageCountRepository = ReturnType<typeof messageCountRepository>;
