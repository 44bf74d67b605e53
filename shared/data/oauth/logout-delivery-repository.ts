import { once } from '#shared/config/once.ts';
import { type LogoutDelivery, recordLifetimeMs } from '#shared/domain/oauth/logout-delivery.ts';
import { logoutKeys, workAfter, workAt, type workPartitions } from '../logout-keys.ts';
import { fromItem, type Item, keyOf, table, toItem, ttl } from '../table.ts';
import type { Condition, Write } from '../write.ts';

const type = 'LogoutDelivery';

const keyFor = ({ poolId, endedAt, id }: LogoutDelivery) => logoutKeys.delivery(poolId, endedAt, id);

const put = (delivery: LogoutDelivery, when: Condition): Write => {
  const key = keyFor(delivery);
  const { nextAt, endedAt } = delivery;
  return {
    put: toItem(type, key, delivery, {
      // What is over is in no list any more.
      ...(nextAt !== undefined && workAt(key, nextAt)),
      ttl: ttl(endedAt + recordLifetimeMs),
    }),
    when,
  };
};

interface Asked {
  readonly limit: number;
  readonly start: Item | undefined;
  /** What those have that are asked for. */
  readonly having: Readonly<Partial<Record<'clientId' | 'sub' | 'sid', string | undefined>>>;
}

const filterOf = (having: Asked['having']) => {
  const given = Object.entries(having).filter(([, value]) => value !== undefined);
  return {
    filter: given.map(([name]) => `#data.#${name} = :${name}`).join(' AND '),
    names: Object.fromEntries(given.map(([name]) => [`#${name}`, name])),
    values: Object.fromEntries(given.map(([name, value]) => [`:${name}`, value])),
  };
};

/** What app clients are told of sessions that ended: those of one pool are in one partition. */
export const logoutDeliveryRepository = once(() => ({
  /** That item of the table, if it is one. */
  from: (item: Item): LogoutDelivery | undefined =>
    item.type === type ? fromItem<LogoutDelivery>(type, item) : undefined,

  /** A page of a pool's, the latest first. `limit` is how many are looked at. */
  list: async (
    poolId: string,
    { limit, start, having }: Asked,
  ): Promise<{ readonly found: readonly LogoutDelivery[]; readonly next: Item | undefined }> => {
    const { filter, names, values } = filterOf(having);
    const { items, next } = await table().query({
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': logoutKeys.deliveryPartition(poolId), ...values },
      ...(filter !== '' && {
        FilterExpression: filter,
        ExpressionAttributeNames: { '#data': 'data', ...names },
      }),
      ConsistentRead: true,
      ScanIndexForward: false,
      Limit: limit,
      ...(start && { ExclusiveStartKey: start }),
    });
    return { found: items.map((item) => fromItem<LogoutDelivery>(type, item)), next };
  },

  /** A page of what is due of all pools, ends of sessions as well, as the table has it now. */
  due: async (
    partition: (typeof workPartitions)[number],
    now: number,
    start: Item | undefined,
  ): Promise<{ readonly items: readonly Item[]; readonly next: Item | undefined }> => {
    const { items, next } = await table().query({
      IndexName: 'list',
      KeyConditionExpression: 'listPk = :list AND listSk < :after',
      ExpressionAttributeValues: { ':list': partition, ':after': workAfter(now) },
      Limit: 100,
      ...(start && { ExclusiveStartKey: start }),
    });
    const found = await table().getAll(items.map(keyOf));
    return { items: found.filter((item) => item !== undefined), next };
  },

  /** Makes it; `refused` gives the error where it was made before. */
  create: (delivery: LogoutDelivery, refused: () => Error): Write =>
    put(delivery, { expression: 'attribute_not_exists(pk)', refused }),

  /** Replaces it as it was after that many attempts; `refused` gives the error where it has got on since then, or is over. */
  advance: (delivery: LogoutDelivery, attempts: number, refused: () => Error): Write =>
    put(delivery, {
      expression: '#data.#status = :pending AND #data.#attempts = :attempts',
      names: { '#data': 'data', '#status': 'status', '#attempts': 'attempts' },
      values: { ':pending': 'PENDING', ':attempts': attempts },
      refused,
    }),
}));
