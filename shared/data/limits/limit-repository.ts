import { once } from '#shared/config/once.ts';
import { type Category, categories } from '#shared/domain/limits/categories.ts';
import { type Limits, windowMs } from '#shared/domain/limits/limit.ts';
import { type Key, keys } from '../keys.ts';
import { type Item, table, ttl } from '../table.ts';
import type { Write } from '../write.ts';

const countKey = (limit: string, window: number): Key => ({ pk: `LIMIT_COUNT#${limit}`, sk: String(window) });

/** The limits in an item of a deployment; none where there is no item. */
export const toLimits = (item: Item | undefined): Limits =>
  Object.fromEntries(
    categories.flatMap((category) => {
      const value = item?.[category];
      return typeof value === 'number' ? [[category, value]] : [];
    }),
  );

/** Limits of the deployment, in one item, and counts of calls, in one for each limit and window. */
export const limitRepository = once(() => ({
  find: (): Promise<Item | undefined> => table().get(keys.deploymentLimits()),

  /** Sets the limit of a category, or takes it away. */
  set: (category: Category, perSecond: number | undefined): Write => ({
    update: keys.deploymentLimits(),
    expression: `SET #type = :type${perSecond === undefined ? ' REMOVE #category' : ', #category = :value'}`,
    names: { '#type': 'type', '#category': category },
    values: { ':type': 'Limits', ...(perSecond !== undefined && { ':value': perSecond }) },
  }),

  /** Adds calls to a count, and gives the calls of all instances. A lost answer can count them twice. */
  count: (limit: string, window: number, calls: number): Promise<number> =>
    table().count(countKey(limit, window), calls, 'LimitCount', ttl((window + 1) * windowMs)),
}));
