import { CognitoException } from '#shared/errors/exception.ts';
import type { User } from './user.ts';

/** The attributes by which users can be found in every pool, in the API's order. */
export const searchableAttributes = [
  'username',
  'email',
  'phone_number',
  'name',
  'given_name',
  'family_name',
  'preferred_username',
  'cognito:user_status',
  'status',
  'sub',
] as const;

export type SearchableAttribute = (typeof searchableAttributes)[number];

/** A search for users: by the whole value of an attribute, or by its beginning. */
export interface Filter {
  readonly attribute: SearchableAttribute;
  readonly match: 'exact' | 'prefix';
  readonly value: string;
}

// A name, then = or ^=, then a value in quotes. A quote within the value has a backslash before it.
const form = /^\s*([^\s"=^]+)\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/s;

/** True for attributes by which users can be found in every pool. */
export const isSearchable = (name: string): name is SearchableAttribute =>
  searchableAttributes.some((attribute) => attribute === name);

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

const valueUnder = (user: User, attribute: SearchableAttribute): string | undefined => {
  switch (attribute) {
    case 'username':
      return user.username;
    case 'sub':
      return user.sub;
    case 'cognito:user_status':
      return user.status;
    case 'status':
      return user.enabled ? 'Enabled' : 'Disabled';
    default:
      return user.attributes[attribute];
  }
};

/** A text in the form for comparing without regard to case. */
export const folded = (value: string): string =>
  // A sigma is written in another way at the end of a word, and a prefix may end in mid-word.
  value.toLowerCase().replaceAll('ς', 'σ');

/** A value in the form for comparing: only usernames and the enabled status keep their case. */
export const comparable = (attribute: SearchableAttribute, value: string): string =>
  attribute === 'username' || attribute === 'status' ? value : folded(value);

/** The user's value in the form for comparing; undefined where there is none, which no filter finds. */
export const comparableOf = (user: User, attribute: SearchableAttribute): string | undefined => {
  const value = valueUnder(user, attribute);
  return value ? comparable(attribute, value) : undefined;
};

/** True for a user that the filter finds. */
export const isFound = (user: User, { attribute, match, value }: Filter): boolean => {
  const own = comparableOf(user, attribute);
  if (own === undefined) return false;
  const sought = comparable(attribute, value);
  return match === 'exact' ? own === sought : own.startsWith(sought);
};
