import { CognitoException } from '#shared/errors/exception.ts';
import { type AppClient, mayWrite } from '../app-clients/app-client.ts';
import type { AttributeSchema } from '../user-pools/attribute-schema.ts';
import { aliasAttributes, type ContactAttribute, usernameAttributes } from '../user-pools/settings.ts';
import { ownedByService } from '../user-pools/standard-attributes.ts';
import type { UserPool } from '../user-pools/user-pool.ts';
import { normalized } from './comparison.ts';
import type { Attributes } from './user.ts';

// Dots stand between non-empty labels, which keeps matching linear.
const emailForm =
  /^[^\s\p{C}@<>()[\]\\,;:".]+(?:\.[^\s\p{C}@<>()[\]\\,;:".]+)*@[\p{L}\p{M}\p{N}_-]+(?:\.[\p{L}\p{M}\p{N}_-]+)+$/u;

const phoneForm = /^\+[1-9][0-9]{1,14}$/;

/** True for `local@domain.tld`. */
export const isEmail = (value: string): boolean => emailForm.test(value);

/** True for a number in E.164 form: `+` and up to fifteen digits. */
export const isPhoneNumber = (value: string): boolean => phoneForm.test(value);

/** The attribute that says whether a contact attribute is verified. */
export const verifiedAttribute = (attribute: ContactAttribute): 'email_verified' | 'phone_number_verified' =>
  `${attribute}_verified`;

/** The contact attributes, in the order in which codes are sent to them. */
export const contactAttributes: readonly ContactAttribute[] = ['phone_number', 'email'];

/** True for `email` and `phone_number`. */
export const isContactAttribute = (name: string): name is ContactAttribute =>
  name === 'email' || name === 'phone_number';

/** True where the user's email or phone number is verified. */
export const isVerified = (attributes: Attributes, attribute: ContactAttribute): boolean =>
  attributes[verifiedAttribute(attribute)] === 'true';

// The store takes 400 kB for a whole user.
const mostBytes = 300_000;

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

/**
 * A user's attributes in the form to store: without empty ones, and with verified attributes in lower case. Throws
 * InvalidParameterException where a verified attribute is true without the email or phone number, and where all
 * together are too long to store.
 */
export const normalizeAttributes = (given: Attributes): Attributes => {
  const kept = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
  if (Buffer.byteLength(JSON.stringify(kept)) > mostBytes) throw invalid('The attributes are too long all together.');
  for (const attribute of contactAttributes) {
    const verdict = kept[verifiedAttribute(attribute)]?.toLowerCase();
    if (verdict === undefined) continue;
    if (verdict === 'true' && !kept[attribute]) {
      throw invalid(`${verifiedAttribute(attribute)} needs ${attribute} to be set.`);
    }
    kept[verifiedAttribute(attribute)] = verdict;
  }
  return kept;
};

const isoDate = /^\d{4}-\d{2}-\d{2}$/;
const isoTime = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

// The parser moves a day that the month does not have into the next month: written back, it is another day.
const isDate = (value: string): boolean => {
  if (!isoDate.test(value)) return false;
  const parsed = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(value);
};

const longest = 2048;

const brokenLength = (value: string, { min, max }: AttributeSchema): string | undefined => {
  if (min !== undefined && value.length < Number(min)) return `String must be no shorter than ${min} characters`;
  if (max !== undefined && value.length > Number(max)) return `String must be no longer than ${max} characters`;
  return undefined;
};

const brokenDate = (value: string, { name }: AttributeSchema): string | undefined =>
  name === 'birthdate' && !isDate(value) ? 'Date must be in the form YYYY-MM-DD' : undefined;

// Whole numbers are compared exactly: as doubles, large ones that differ a little would be equal.
const isLess = (a: string, b: string): boolean =>
  [a, b].some((decimal) => decimal.includes('.')) ? Number(a) < Number(b) : BigInt(a) < BigInt(b);

const brokenNumber = (value: string, { min, max }: AttributeSchema): string | undefined => {
  if (!/^-?\d+(?:\.\d+)?$/.test(value)) return 'Number value is not in a valid format';
  if (min !== undefined && isLess(value, min)) return `Number must be no less than ${min}`;
  if (max !== undefined && isLess(max, value)) return `Number must be no greater than ${max}`;
  return undefined;
};

/** Why the value does not fit the schema: its type, length or range, or no real date. Undefined where it fits. */
export const reasonAgainstValue = (value: string, schema: AttributeSchema): string | undefined => {
  if (value.length > longest) return `String must be no longer than ${longest} characters`;
  switch (schema.type) {
    case 'String':
      return brokenLength(value, schema) ?? brokenDate(value, schema);
    case 'Number':
      return brokenNumber(value, schema);
    case 'Boolean':
      return /^(?:true|false)$/i.test(value) ? undefined : 'Boolean value must be true or false';
    case 'DateTime':
      return isoTime.test(value) && !Number.isNaN(Date.parse(value)) ? undefined : 'DateTime must be in ISO 8601 form';
  }
};

// Each complaint ends with a line feed, also the last: clients take the text apart, or compare it as a whole.
const toLines = (complaints: readonly string[]): string => complaints.map((complaint) => `${complaint}\n`).join('');

const notOfSchema = (complaints: readonly string[]): CognitoException =>
  invalid(`Attributes did not conform to the schema: ${toLines(complaints)}`);

const schemaOf = (pool: UserPool, name: string): AttributeSchema | undefined =>
  pool.schema.find((attribute) => attribute.name === name);

// Only the service sets these. It lets administrators set the verified attributes of email and phone number.
const nobodys: ReadonlySet<string> = new Set(['sub', 'identities']);

const reasonAgainst = (pool: UserPool, name: string, value: string): string | undefined => {
  if (nobodys.has(name)) return `${name}: Attribute cannot be set.`;
  const schema = schemaOf(pool, name);
  if (!schema) return `${name}: Attribute does not exist in the schema.`;
  const reason = reasonAgainstValue(value, schema);
  return reason && `${name}: ${reason}`;
};

const assertContactForms = ({ email, phone_number: phoneNumber }: Attributes): void => {
  if (email !== undefined && !isEmail(email)) throw invalid('Invalid email address format.');
  if (phoneNumber !== undefined && !isPhoneNumber(phoneNumber)) throw invalid('Invalid phone number format.');
};

/**
 * Throws InvalidParameterException for an attribute of a new user that is not in the pool's schema, for a value that
 * does not fit the schema, and for `sub`, which nobody may set.
 */
export const assertAttributes = (pool: UserPool, attributes: Attributes): void => {
  const complaints = Object.entries(attributes).flatMap(([name, value]) => reasonAgainst(pool, name, value) ?? []);
  if (complaints.length > 0) throw notOfSchema(complaints);
  assertContactForms(attributes);
};

const reasonAgainstChange = (schema: AttributeSchema | undefined, value: string): string | undefined => {
  if (!schema) return 'Attribute does not exist in the schema.';
  if (value === '') return schema.required ? 'The attribute is required' : undefined;
  return reasonAgainstValue(value, schema);
};

/**
 * Throws InvalidParameterException for changes of a user that the pool's schema does not allow: of attributes that are
 * not in it, or never change after the user is made, to values that do not fit. An empty value removes the attribute,
 * which must not be a required one. `missing` may be set although they never change, as the user lacks them.
 */
export const assertChanges = (pool: UserPool, changes: Attributes, missing: readonly string[] = []): void => {
  const complaints = Object.entries(changes).flatMap(([name, value]) => {
    const schema = schemaOf(pool, name);
    const isFixed = nobodys.has(name) || (schema?.mutable === false && !missing.includes(name));
    const reason = isFixed ? 'Attribute cannot be updated.' : reasonAgainstChange(schema, value);
    return reason === undefined ? [] : `user.${name}: ${reason}`;
  });
  if (complaints.length > 0) throw invalid(toLines(complaints));
  assertContactForms(Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== '')));
};

/**
 * Throws InvalidParameterException for custom attributes that the pool does not have. Operations of administrators
 * check this first.
 */
export const assertKnown = (pool: UserPool, attributeNames: readonly string[]): void => {
  const unknown = attributeNames.find((name) => /^(?:custom|dev):/.test(name) && !schemaOf(pool, name));
  if (unknown !== undefined) throw invalid(`Type for attribute {${unknown}} could not be determined`);
};

/** Throws InvalidParameterException where an attribute that the pool requires is missing or empty. */
export const assertRequired = (pool: UserPool, attributes: Attributes): void => {
  const missing = pool.schema.filter(({ name, required }) => required && name !== 'sub' && !attributes[name]);
  if (missing.length > 0) throw notOfSchema(missing.map(({ name }) => `${name}: The attribute is required`));
};

/** Throws NotAuthorizedException for an attribute that the app client may not set. */
export const assertWritable = (client: AppClient, pool: UserPool, attributeNames: readonly string[]): void => {
  const forbidden = attributeNames.some(
    (name) => ownedByService.has(name) || schemaOf(pool, name)?.developerOnly || !mayWrite(client, pool, name),
  );
  if (forbidden) {
    throw new CognitoException('NotAuthorizedException', 'A client attempted to write unauthorized attribute');
  }
};

const formOf = (name: string): ContactAttribute | undefined => {
  if (isEmail(name)) return 'email';
  return isPhoneNumber(name) ? 'phone_number' : undefined;
};

const expected = (kinds: readonly ContactAttribute[]): string => {
  if (kinds.length > 1) return 'either an email or a phone number';
  return kinds.includes('email') ? 'an email' : 'a phone number';
};

const confusable: Readonly<Record<ContactAttribute, string>> = {
  email: 'Username cannot be of email format, since user pool is configured for email alias.',
  phone_number: 'Username cannot be of phone number format, since user pool is configured for phone number alias.',
};

/**
 * Throws InvalidParameterException for a new user's name that does not have the form for the pool: an email or phone
 * number where users sign up with one, and nothing that looks like an alias where there are aliases.
 */
export const assertUsernameForm = (pool: UserPool, username: string): void => {
  const form = formOf(username);
  const kinds = usernameAttributes(pool);
  if (kinds.length > 0) {
    if (!form || !kinds.includes(form)) throw invalid(`Username should be ${expected(kinds)}.`);
    return;
  }
  // Judged by the form in which names are unique: with a full-width @ it is an email all the same.
  const look = form ?? formOf(normalized(username));
  if (look && aliasAttributes(pool).includes(look)) throw invalid(confusable[look]);
};

/** A new user's username and attributes. The username is undefined where it is to be a UUID. */
export interface NewName {
  readonly username: string | undefined;
  readonly attributes: Attributes;
}

/**
 * A new user's name. It is the given one or, where users sign up with email or phone number, still open: then the given
 * one becomes that attribute. Throws InvalidParameterException for a name of the wrong form.
 */
export const usernameFrom = (pool: UserPool, given: string, attributes: Attributes = {}): NewName => {
  assertUsernameForm(pool, given);
  const form = formOf(given);
  if (usernameAttributes(pool).length === 0 || !form) return { username: given, attributes };
  return { username: undefined, attributes: { ...attributes, [form]: given } };
};
