import {
  comparable,
  comparableOf,
  type SearchableAttribute,
  searchableAttributes,
} from '#shared/domain/users/filter.ts';
import type { User } from '#shared/domain/users/user.ts';
import { indexed, shardOf } from '../keys.ts';

/** Attributes that users are found by, and the index of each. All indexes share the partition key `userShard`. */
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

/** A value as it is in its index: as it is compared, and no longer than a key may be. */
export const searchValue = (attribute: SearchableAttribute, value: string): string =>
  indexed(comparable(attribute, value));

/** The index keys of a user's item: an attribute without a value is in no index. */
export const searchKeys = (user: User, userKey: string): Record<string, string> => {
  const found: Record<string, string> = { userShard: shardOf(user.poolId, userKey) };
  for (const attribute of searchableAttributes) {
    const value = comparableOf(user, attribute);
    if (value) found[searchIndexes[attribute]] = indexed(value);
  }
  return found;
};
