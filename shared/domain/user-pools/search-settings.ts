import { CognitoException } from '#shared/errors/exception.ts';
import { isSearchable } from '../users/comparison.ts';
import { findSearchField } from '../users/search-field.ts';
import { isLeaving } from './pool-change.ts';
import type { IndexedAttribute, PoolSearch } from './pool-search.ts';
import type { UserPool } from './user-pool.ts';

const slots = [1, 2, 3, 4, 5] as const;

/** How many attributes a pool may index. */
export const mostIndexed = slots.length;

/** The prefix of that attribute's keys in its index. */
export const tagOf = ({ generation }: IndexedAttribute): string => `${generation}#`;

/** The attributes whose index has all users. */
export const readyAttributes = ({ search }: Pick<UserPool, 'search'>): readonly IndexedAttribute[] =>
  (search?.attributes ?? []).filter(({ isReady }) => isReady);

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

const assertIndexable = (pool: Pick<UserPool, 'schema' | 'change'>, names: readonly string[]): void => {
  for (const [at, name] of names.entries()) {
    if (names.indexOf(name) < at) throw invalid(`SearchableAttributes names ${name} twice.`);
    if (isSearchable(name)) throw invalid(`The attribute ${name} has an index in every user pool.`);
    if (!findSearchField(pool, name)) throw invalid(`The attribute ${name} does not exist in the schema.`);
    if (isLeaving(pool, name)) throw invalid(`The change of the user pool deletes the attribute ${name}.`);
  }
};

/**
 * The pool's indexes once these attributes are to be indexed. Attributes that had an index keep it. Others get a free
 * one, which is not ready yet. Throws InvalidParameterException for attributes that cannot have one.
 */
export const withIndexed = (
  { search, schema, change }: Pick<UserPool, 'search' | 'schema' | 'change'>,
  names: readonly string[],
): PoolSearch => {
  assertIndexable({ schema, ...(change && { change }) }, names);
  const kept = (search?.attributes ?? []).filter(({ attribute }) => names.includes(attribute));
  const added = names.filter((name) => !kept.some(({ attribute }) => attribute === name));
  const free = slots.filter((slot) => !kept.some((one) => one.slot === slot));
  if (added.length > free.length) throw invalid(`A user pool has indexes for ${mostIndexed} attributes.`);
  const before = search?.generations ?? 0;
  return {
    attributes: [
      ...kept,
      ...added.map((attribute, at) => ({
        attribute,
        slot: free[at] ?? 0,
        generation: before + 1 + at,
        isReady: false,
      })),
    ],
    generations: before + added.length,
  };
};

/** The settings with the indexes of those generations marked as ready. */
export const withReady = (search: PoolSearch, generations: readonly number[]): PoolSearch => ({
  ...search,
  attributes: search.attributes.map((one) => (generations.includes(one.generation) ? { ...one, isReady: true } : one)),
});
