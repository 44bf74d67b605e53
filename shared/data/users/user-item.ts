import type { IndexedAttribute } from '#shared/domain/user-pools/pool-search.ts';
import { readyAttributes, tagOf } from '#shared/domain/user-pools/search-settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import {
  comparable,
  comparableOf,
  type SearchableAttribute,
  searchableAttributes,
} from '#shared/domain/users/comparison.ts';
import { findSearchField, searchKeyOf } from '#shared/domain/users/search-field.ts';
import type { SearchIndex } from '#shared/domain/users/search-plan.ts';
import { asSeen, toStored } from '#shared/domain/users/stored-user.ts';
import type { User } from '#shared/domain/users/user.ts';
import { keys, shardOf } from '../keys.ts';
import { fromItem, type Item, toItem } from '../table.ts';
import type { StoredItem } from '../write.ts';

/** Attributes by which users are found, and the index of each. All indexes share the partition key `userShard`. */
export const searchIndexes: Readonly<Record<SearchableAttribute, string>> = {
  username: 'byUsername',
  sub: 'bySub',
  email: 'byEmail',
  phone_number: 'byPhoneNumber',
  name: 'byName',
  given_name: 'byGivenName',
  family_name: 'byFamilyName',
  preferred_username: 'byPreferredUsername',
  'cognito:user_status': 'byUserStatus',
  status: 'byStatus',
};

// What a cut through a surrogate pair leaves, and the store does not take.
const halfPair = /[\ud800-\udbff]$/;

/** A value as sort key of an index, where DynamoDB takes 1,024 bytes. */
export const indexed = (value: string): string => value.slice(0, 200).replace(halfPair, '');

/** A value in the form of its index: as it is compared, and no longer than a key may be. */
export const searchValue = (attribute: SearchableAttribute, value: string): string =>
  indexed(comparable(attribute, value));

const slotIndex = ({ slot }: IndexedAttribute): string => `bySearch${slot}`;

/** The index keys of a user for the additional attributes that the pool has indexed. */
export const slotKeys = (pool: UserPool, user: User): Record<string, string> =>
  Object.fromEntries(
    (pool.search?.attributes ?? []).flatMap((indexedAttribute) => {
      const field = findSearchField(pool, indexedAttribute.attribute);
      const key = field && searchKeyOf(user, field);
      return key ? [[slotIndex(indexedAttribute), `${tagOf(indexedAttribute)}${indexed(key)}`]] : [];
    }),
  );

/** The index keys of a user's item. An attribute without a value is in no index. */
const searchKeys = (pool: UserPool, user: User, userKey: string): Record<string, string> => {
  const found: Record<string, string> = { userShard: shardOf(user.poolId, userKey), ...slotKeys(pool, user) };
  for (const attribute of searchableAttributes) {
    const value = comparableOf(user, attribute);
    if (value) found[searchIndexes[attribute]] = indexed(value);
  }
  return found;
};

// First those whose values few users share: where two conditions have the same form, the first attribute is used.
const byNarrowness: readonly [narrow: readonly SearchableAttribute[], wide: readonly SearchableAttribute[]] = [
  ['username', 'sub', 'email', 'phone_number', 'preferred_username'],
  ['family_name', 'name', 'given_name', 'cognito:user_status', 'status'],
];

/** True for attributes whose values few users share. */
export const isNarrow = (attribute: SearchableAttribute): boolean => byNarrowness[0].includes(attribute);

/** The indexes that have all of the pool's users by an attribute. */
export const searchIndexesOf = (pool: UserPool): readonly SearchIndex[] => {
  const [narrow, wide] = byNarrowness.map((attributes) =>
    attributes.map((name): SearchIndex => ({ field: { name, kind: 'text' }, name: searchIndexes[name], prefix: '' })),
  );
  const own = readyAttributes(pool).flatMap((attribute): SearchIndex[] => {
    const field = findSearchField(pool, attribute.attribute);
    return field ? [{ field, name: slotIndex(attribute), prefix: tagOf(attribute) }] : [];
  });
  return [...(narrow ?? []), ...own, ...(wide ?? [])];
};

/** The user of a profile in the pool's present form. Attributes that only the other form of a change has are hidden. */
export const fromUserItem = (pool: UserPool, item: Item): User => asSeen(pool, fromItem<User>('User', item));

/** A user as a profile, in both forms of a change, with its keys in the search indexes. */
export const toUserItem = (pool: UserPool, user: User, userKey: string): StoredItem =>
  toItem('User', keys.user(user.poolId, userKey), toStored(pool, user), searchKeys(pool, user, userKey));
