import type { AttributeSchema } from '../user-pools/attribute-schema.ts';
import type { UserPool } from '../user-pools/user-pool.ts';
import { comparable, comparableOf, folded, isSearchable } from './comparison.ts';
import { toOrderedNumber } from './ordered-number.ts';
import type { User } from './user.ts';

/** How values of an attribute are compared. */
export type SearchKind = 'text' | 'number' | 'instant' | 'flag';

/** What users can be searched by: an attribute, or something that the service knows about them. */
export interface SearchField {
  readonly name: string;
  readonly kind: SearchKind;
}

const kinds: Readonly<Record<AttributeSchema['type'], SearchKind>> = {
  String: 'text',
  Number: 'number',
  DateTime: 'instant',
  Boolean: 'flag',
};

/** What a name means in searches of the pool's users; undefined where it is none of their attributes. */
export const findSearchField = ({ schema }: Pick<UserPool, 'schema'>, name: string): SearchField | undefined => {
  if (name === 'created' || name === 'updated') return { name, kind: 'instant' };
  if (isSearchable(name)) return { name, kind: 'text' };
  const attribute = schema.find((candidate) => candidate.name === name);
  return attribute && { name, kind: kinds[attribute.type] };
};

const dateAndTime = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:?\d{2})?)?$/;

// A time without a zone is in UTC, not in the machine's zone.
const toInstant = (value: string): number => {
  const [, date, time = '00:00', zone = 'Z'] = dateAndTime.exec(value) ?? [];
  return Date.parse(`${date}T${time}${zone.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')}`);
};

/**
 * A value as a text that compares, byte by byte, as values of its kind do. Texts compare without regard to case, except
 * usernames and `status`; numbers by size; times by millisecond. Undefined for a value that is not of its kind.
 */
export const toSearchKey = ({ name, kind }: SearchField, value: string): string | undefined => {
  switch (kind) {
    case 'text':
      return isSearchable(name) ? comparable(name, value) : folded(value);
    case 'number':
      return toOrderedNumber(value);
    case 'instant':
      return toOrderedNumber(String(toInstant(value)));
    case 'flag':
      return /^(?:true|false)$/i.test(value) ? folded(value) : undefined;
  }
};

/** The user's value in the form of `toSearchKey`; undefined where there is none. */
export const searchKeyOf = (user: User, field: SearchField): string | undefined => {
  if (field.name === 'created') return toOrderedNumber(String(user.createdAt));
  if (field.name === 'updated') return toOrderedNumber(String(user.updatedAt));
  if (isSearchable(field.name)) return comparableOf(user, field.name);
  const value = user.attributes[field.name];
  return value ? toSearchKey(field, value) : undefined;
};

/** Compares keys as the store does: by their UTF-8 bytes. */
export const compareKeys = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
