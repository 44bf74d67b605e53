import { CognitoException } from '#shared/errors/exception.ts';
import { comparable, comparableOf, isSearchable, type SearchableAttribute } from './comparison.ts';
import type { User } from './user.ts';

/** A search for users: by the whole value of an attribute, or by its beginning. */
export interface Filter {
  readonly attribute: SearchableAttribute;
  readonly match: 'exact' | 'prefix';
  readonly value: string;
}

// A name, then = or ^=, then a value in quotes. A quote within the value has a backslash before it.
const form = /^\s*([^\s"=^]+)\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/s;

/** Parses a filter such as `email ^= "ada"`. Throws InvalidParameterException. */
export const parseFilter = (text: string): Filter => {
  const [, attribute, operator, quoted] = form.exec(text) ?? [];
  if (attribute === undefined || quoted === undefined) {
    throw new CognitoException('InvalidParameterException', 'Error while parsing filter.');
  }
  if (!isSearchable(attribute)) {
    throw new CognitoException('InvalidParameterException', `Invalid search attribute: ${attribute}`);
  }
  const value = quoted.replace(/\\(["\\])/g, '$1');
  return { attribute, match: operator === '=' ? 'exact' : 'prefix', value };
};

/** True for a user that the filter finds. */
export const isFound = (user: User, { attribute, match, value }: Filter): boolean => {
  const own = comparableOf(user, attribute);
  if (own === undefined) return false;
  const sought = comparable(attribute, value);
  return match === 'exact' ? own === sought : own.startsWith(sought);
};
