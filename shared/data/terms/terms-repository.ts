import { once } from '#shared/config/once.ts';
import { mostTerms, type Terms, termsNames } from '#shared/domain/terms/terms.ts';
import { removePartition } from '../bulk-removal.ts';
import { incrementCount } from '../increment-count.ts';
import { keys, termsEntries, termsOf } from '../keys.ts';
import { prefixRange } from '../prefix-range.ts';
import { fromItem, type Item, ofVersion, table, toItem } from '../table.ts';
import { type Condition, Conflict, type Write } from '../write.ts';

export interface TermsPage {
  readonly terms: readonly Terms[];
  readonly next: Item | undefined;
}

const type = 'Terms';

const toTerms = (item: Item): Terms => fromItem<Terms>(type, item);

const keyOfTerms = ({ poolId, clientId, name }: Terms) => keys.terms(poolId, clientId, name);

const put = (terms: Terms, when: Condition): Write => ({ put: toItem(type, keyOfTerms(terms), terms), when });

const changedMeanwhile = (): Error =>
  new Conflict('ConcurrentModificationException', 'The terms were changed by another request.');

// Others that were made after a deletion have the same key and perhaps the same version, but never the same id.
const asRead = ({ id, version }: Terms): Condition => {
  const { expression, values, ...when } = ofVersion(version, changedMeanwhile);
  return { ...when, expression: `${expression} AND #data.id = :id`, values: { ...values, ':id': id } };
};

const uncounted = (poolId: string, number: number): Write => ({
  update: keys.termsCount(poolId),
  expression: 'SET #count = #count - :number',
  names: { '#count': 'count' },
  values: { ':number': number },
});

const removeOne = (terms: Terms): Write => ({ remove: keyOfTerms(terms), when: asRead(terms) });

/** Terms of app clients, those of one pool in one partition, and how many there are. */
export const termsRepository = once(() => ({
  /** The terms of a pool with that id. A pool has so few that all are looked at. */
  find: async (poolId: string, id: string): Promise<Terms | undefined> => {
    const { items } = await table().query({
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      FilterExpression: '#data.id = :id',
      ExpressionAttributeNames: { '#data': 'data' },
      ExpressionAttributeValues: { ':pk': keys.termsPartition(poolId), ...prefixRange(termsEntries), ':id': id },
      ConsistentRead: true,
    });
    return items.map(toTerms)[0];
  },

  findByClient: async (poolId: string, clientId: string, name: string): Promise<Terms | undefined> => {
    const item = await table().get(keys.terms(poolId, clientId, name));
    return item && toTerms(item);
  },

  /** All terms of an app client: there is one of each name at most. */
  ofClient: async (poolId: string, clientId: string): Promise<readonly Terms[]> => {
    const { items } = await table().query({
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: { ':pk': keys.termsPartition(poolId), ...prefixRange(termsOf(clientId)) },
      ConsistentRead: true,
    });
    return items.map(toTerms);
  },

  /** A page of a pool's terms by app client, at most `limit`. */
  page: async (poolId: string, limit: number, start: Item | undefined): Promise<TermsPage> => {
    const { items, next } = await table().query({
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: { ':pk': keys.termsPartition(poolId), ...prefixRange(termsEntries) },
      ConsistentRead: true,
      Limit: limit,
      ...(start && { ExclusiveStartKey: start }),
    });
    return { terms: items.map(toTerms), next };
  },

  /** Makes terms, and counts them; `refused` gives the errors for a client that has them, and for a full pool. */
  create: (terms: Terms, refused: { readonly taken: () => Error; readonly full: () => Error }): readonly Write[] => [
    put(terms, { expression: 'attribute_not_exists(pk)', refused: refused.taken }),
    incrementCount(keys.termsCount(terms.poolId), 'TermsCount', mostTerms, refused.full),
  ],

  /** Replaces the version that was read; `taken` gives the error where the client has other terms of the new name. */
  replace: (before: Terms, after: Terms, taken: () => Error): readonly Write[] =>
    before.name === after.name
      ? [put(after, asRead(before))]
      : [removeOne(before), put(after, { expression: 'attribute_not_exists(pk)', refused: taken })],

  /** Removes the version that was read, and counts it no more. */
  remove: (terms: Terms): readonly Write[] => [removeOne(terms), uncounted(terms.poolId, 1)],

  /** Removes what was read of an app client's terms. Refused where the client has got others since. */
  removeOfClient: (poolId: string, clientId: string, found: readonly Terms[]): readonly Write[] => [
    ...termsNames.map((name): Write => {
      const terms = found.find((one) => one.name === name);
      if (terms) return removeOne(terms);
      const when = { expression: 'attribute_not_exists(pk)', refused: changedMeanwhile };
      return { check: keys.terms(poolId, clientId, name), when };
    }),
    ...(found.length > 0 ? [uncounted(poolId, found.length)] : []),
  ],

  /** All terms of a pool that is being restored, and their number. The pool has none before. */
  restore: (poolId: string, all: readonly Terms[]): readonly Write[] =>
    all.length === 0
      ? []
      : [
          ...all.map((terms) => ({ put: toItem(type, keyOfTerms(terms), terms) })),
          { put: { ...keys.termsCount(poolId), type: 'TermsCount', count: all.length } },
        ],

  /** Removes what a deleted pool left of its terms. False where `isLate` stopped it before everything was gone. */
  removeAll: (poolId: string, isLate: () => boolean): Promise<boolean> =>
    removePartition(table(), keys.termsPartition(poolId), isLate),
}));
