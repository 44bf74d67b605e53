import * as v from 'valibot';
import type { AskedCondition } from '#shared/domain/users/search-condition.ts';
import {
  AttributeNameListType,
  AttributeNameType,
  integer,
  list,
  PaginationKey,
  text,
  UserPoolIdType,
} from './shapes.ts';

const SearchedValueType = v.optional(text({ max: 2048, sensitive: true }));

const UserSearchFilterType = v.object({
  Attribute: AttributeNameType,
  Equals: SearchedValueType,
  StartsWith: SearchedValueType,
  AtLeast: SearchedValueType,
  AtMost: SearchedValueType,
  Exists: v.optional(v.boolean()),
});

/** The request of SearchUsers. */
export const SearchUsersRequest = v.object({
  UserPoolId: UserPoolIdType,
  Filters: v.optional(list(UserSearchFilterType, { max: 10 })),
  SortBy: v.optional(
    v.object({ Attribute: AttributeNameType, Order: v.optional(v.picklist(['ASCENDING', 'DESCENDING'])) }),
  ),
  AttributesToGet: v.optional(AttributeNameListType),
  Count: v.optional(v.boolean()),
  Limit: v.optional(integer({ min: 1, max: 60 })),
  NextToken: v.optional(PaginationKey),
});

/** A request's filter as a condition. */
export const toAskedCondition = (filter: v.InferOutput<typeof UserSearchFilterType>): AskedCondition => ({
  attribute: filter.Attribute,
  equals: filter.Equals,
  startsWith: filter.StartsWith,
  atLeast: filter.AtLeast,
  atMost: filter.AtMost,
  exists: filter.Exists,
});
