import type { SearchCondition } from './search-condition.ts';
import { compareKeys, type SearchField } from './search-field.ts';

/** An index of users by an attribute. */
export interface SearchIndex {
  readonly field: SearchField;
  /** The table's name for it. */
  readonly name: string;
  /** The prefix of the keys that are of this attribute. */
  readonly prefix: string;
}

/** The range of an index's keys that is read. */
export type KeyRange =
  | { readonly equals: string }
  | { readonly prefix: string }
  | { readonly atLeast: string | undefined; readonly atMost: string | undefined };

/** How users are searched: along one index; nowhere at all where no key can match. */
export interface SearchPlan {
  readonly index: SearchIndex;
  readonly range: KeyRange | undefined;
  /** True where every user in that range matches, so that nothing else has to be checked. */
  readonly isExact: boolean;
}

// Index keys are cut to 200 characters, or to 199 before a surrogate pair. Shorter ones can be judged by the index
// alone.
const shortKey = 198;

const extreme = (keys: readonly (string | undefined)[], sign: 1 | -1): string | undefined =>
  keys.reduce(
    (best, key) => (key !== undefined && (best === undefined || sign * compareKeys(key, best) > 0) ? key : best),
    undefined,
  );

// One range with all users who match; others may be in it, too.
const rangeOf = (conditions: readonly SearchCondition[]): KeyRange | undefined => {
  const equals = conditions.flatMap((one) => (one.match === 'equals' ? [one.key] : []));
  const prefixes = conditions.flatMap((one) => (one.match === 'prefix' ? [one.key] : []));
  const ranges = conditions.flatMap((one) => (one.match === 'range' ? [one] : []));
  const [key] = equals;
  if (conditions.some((one) => one.match === 'exists' && !one.exists) || key === '') return undefined;
  if (key !== undefined) return { equals: key };
  const prefix = prefixes.reduce((longest, one) => (one.length > longest.length ? one : longest), '');
  if (prefix) return { prefix };
  const atLeast = extreme(
    ranges.map((range) => range.atLeast || undefined),
    1,
  );
  const atMost = extreme(
    ranges.map((range) => range.atMost),
    -1,
  );
  if (atMost === '' || (atLeast !== undefined && atMost !== undefined && compareKeys(atLeast, atMost) > 0)) {
    return undefined;
  }
  return { atLeast, atMost };
};

const ranks = { equals: 0, prefix: 1, range: 2, exists: 3 } as const;
const few = 10;
const worst = 2 * few;

// Half of a pool may have one of these values.
const isCoarse = ({ name, kind }: SearchField): boolean =>
  kind === 'flag' || name === 'status' || name === 'cognito:user_status';

const rankOf = (condition: SearchCondition): number => {
  if (condition.match === 'exists' && !condition.exists) return worst;
  const isWhole = condition.match === 'prefix' && condition.key === '';
  return ranks[isWhole ? 'exists' : condition.match] + (isCoarse(condition.field) ? few : 0);
};

const isOf =
  ({ field }: SearchIndex) =>
  (condition: SearchCondition): boolean =>
    condition.field.name === field.name;

const planAlong = (index: SearchIndex, conditions: readonly SearchCondition[]): SearchPlan => {
  const own = conditions.filter(isOf(index));
  const range = rangeOf(own);
  const isShort =
    range !== undefined && Object.values(range).every((key) => key === undefined || key.length <= shortKey);
  return { index, range, isExact: own.length === conditions.length && own.length <= 1 && (isShort || !range) };
};

/** The plan along the index of an attribute; undefined where there is no such index. */
export const findPlan = (
  indexes: readonly SearchIndex[],
  conditions: readonly SearchCondition[],
  attribute: string,
): SearchPlan | undefined => {
  const index = indexes.find(({ field }) => field.name === attribute);
  return index && planAlong(index, conditions);
};

/**
 * The plan that reads the fewest users. An index with one value comes first, then one with a prefix, then one with a
 * range. Where no condition has an index, all users are read by name. Among equals, the first in `indexes` is taken.
 */
export const bestPlan = (indexes: readonly SearchIndex[], conditions: readonly SearchCondition[]): SearchPlan => {
  const ranked = indexes.map((index) => ({
    index,
    rank: Math.min(worst, ...conditions.filter(isOf(index)).map(rankOf)),
  }));
  const [first] = ranked.sort((a, b) => a.rank - b.rank);
  if (!first) throw new Error('There is no index of users.');
  return planAlong(first.index, conditions);
};
