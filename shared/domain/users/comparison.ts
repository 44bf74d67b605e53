import type { User } from './user.ts';

/** The API's form for names of users and groups: no spaces, no control characters, no half of a surrogate pair. */
export const nameForm = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u;

// Nobody has a longer name, and normalizing takes time with the square of the number of combining marks.
const longestName = 2048;

const isTooLong = (name: string): boolean => name.length > longestName;

/**
 * The form under which a username or alias is unique: NFKC, so that look-alike encodings are one name. Where case does
 * not matter, it is folded by way of upper case. This makes ß and ẞ equal to ss, and a final sigma equal to a medial
 * one, as in Unicode's full case folding. Dotted İ stays different from i. A text that is too long to be a name, or
 * would be after NFKC, stays as it is.
 */
export const nameKey = (name: string, caseSensitive: boolean): string => {
  const normal = isTooLong(name) ? name : name.normalize('NFKC');
  if (isTooLong(normal)) return name;
  return caseSensitive ? normal : normal.toLowerCase().toUpperCase().toLowerCase().normalize('NFKC');
};

/** The text in NFKC, unless it is too long to be a name. */
export const normalized = (name: string): string => nameKey(name, true);

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

/** True for attributes by which users can be found in every pool. */
export const isSearchable = (name: string): name is SearchableAttribute =>
  searchableAttributes.some((attribute) => attribute === name);

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
