/** What OpenID and social providers say of a user. */
import type { ClaimValue, ProviderAttributes } from './external-identity.ts';

const mostDepth = 16;
const mostMembers = 200;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

// Checked before anything else walks through it: a value can be nested deeper than a stack is high.
const isClaimValue = (value: unknown, depth = 0): value is ClaimValue => {
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return true;
  if (typeof value !== 'object' || depth >= mostDepth) return false;
  const inner = Object.values(value);
  return inner.length <= mostMembers && inner.every((one) => isClaimValue(one, depth + 1));
};

/** The claims in an answer; undefined for what is no object, too large or nested too deeply. */
export const readClaims = (value: unknown): ProviderAttributes | undefined => {
  if (!isObject(value) || Object.keys(value).length > mostMembers) return undefined;
  const claims: [string, ClaimValue][] = [];
  for (const [name, claim] of Object.entries(value)) {
    if (!isClaimValue(claim, 1)) return undefined;
    claims.push([name, claim]);
  }
  return Object.fromEntries(claims);
};

const without = (claims: ProviderAttributes, name: string): ProviderAttributes =>
  Object.fromEntries(Object.entries(claims).filter(([other]) => other !== name));

/**
 * The claims of an ID token with those that came beside it, which win. What the token says to be verified is not said of
 * another address or number.
 */
export const mergedClaims = (token: ProviderAttributes, beside: ProviderAttributes): ProviderAttributes => {
  let kept = token;
  for (const name of ['email', 'phone_number']) {
    const other = beside[name];
    if (other !== undefined && other !== token[name]) kept = without(kept, `${name}_verified`);
  }
  return { ...kept, ...beside };
};

/** A claim as text: JSON for what is none. */
const toText = (value: ClaimValue): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Claims as triggers see them. */
export const toTexts = (claims: ProviderAttributes): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, toText(value)]));

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const nameIn = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' && value.length <= 2048 ? value : undefined;

/**
 * The names in the `user` that Apple has the browser post when somebody signs in for the first time. Nothing proves them,
 * so an address that stands beside them is not read.
 */
export const appleNames = (user: string | undefined): ProviderAttributes => {
  const value = user === undefined ? undefined : parsed(user);
  const name = isObject(value) && isObject(value.name) ? value.name : {};
  const firstName = nameIn(name.firstName);
  const lastName = nameIn(name.lastName);
  const whole = [firstName, lastName].filter((part) => part !== undefined).join(' ');
  return {
    ...(firstName !== undefined && { firstName }),
    ...(lastName !== undefined && { lastName }),
    ...(whole !== '' && { name: whole }),
  };
};

// Of the People API: the parts of a person that a request may name, besides what an ID token has.
const peopleParts: readonly string[] = [
  'addresses',
  'ageRanges',
  'biographies',
  'birthdays',
  'calendarUrls',
  'coverPhotos',
  'emailAddresses',
  'events',
  'externalIds',
  'genders',
  'imClients',
  'interests',
  'locales',
  'locations',
  'memberships',
  'miscKeywords',
  'names',
  'nicknames',
  'occupations',
  'organizations',
  'phoneNumbers',
  'photos',
  'relations',
  'sipAddresses',
  'skills',
  'urls',
  'userDefined',
];

/** The parts of a person that a mapping takes its values from. */
export const mappedPeopleParts = (mapping: Readonly<Record<string, string>>): readonly string[] =>
  peopleParts.filter((part) => Object.values(mapping).includes(part));

const padded = (value: unknown, width: number): string => String(value).padStart(width, '0');

const dateIn = (value: unknown): string | undefined => {
  if (!isObject(value)) return undefined;
  const { year, month, day } = value;
  if (typeof month !== 'number' || typeof day !== 'number') return undefined;
  return `${padded(typeof year === 'number' ? year : 0, 4)}-${padded(month, 2)}-${padded(day, 2)}`;
};

const isPrimary = (entry: unknown): boolean =>
  isObject(entry) && isObject(entry.metadata) && entry.metadata.primary === true;

// One text of an entry, whichever member has it.
const entryText = (entry: unknown): string | undefined => {
  if (!isObject(entry)) return undefined;
  const { value, displayName, formattedValue, url, name, date } = entry;
  return [value, displayName, formattedValue, url, name].map(nameIn).find((text) => text !== undefined) ?? dateIn(date);
};

/** One text for each part of a person: that of the primary entry, or of the first one. */
export const peopleAttributes = (person: ProviderAttributes, parts: readonly string[]): ProviderAttributes =>
  Object.fromEntries(
    parts.flatMap((part) => {
      const entries: readonly unknown[] = Array.isArray(person[part]) ? person[part] : [];
      const text = entryText(entries.find(isPrimary) ?? entries[0]);
      return text === undefined ? [] : [[part, text]];
    }),
  );
