import { CognitoException } from '#shared/errors/exception.ts';
import type { AppClient } from '../app-clients/app-client.ts';
import { mayWrite } from '../app-clients/permissions.ts';
import type { AttributeSchema } from '../user-pools/attribute-schema.ts';
import { aliasAttributes, type ContactAttribute, usernameAttributes } from '../user-pools/settings.ts';
import { ownedByService } from '../user-pools/standard-attributes.ts';
import type { UserPool } from '../user-pools/user-pool.ts';
import { reasonAgainstValue } from './attribute-value.ts';
import { isEmail, isPhoneNumber } from './contacts.ts';
import { normalized } from './name-key.ts';
import type { Attributes } from './user.ts';

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

const notOfSchema = (reasons: readonly string[]): CognitoException =>
  invalid(`Attributes did not conform to the schema: ${reasons.join('\n')}`);

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

/**
 * Throws InvalidParameterException for an attribute that is not in the pool's schema, for a value that does not fit the
 * schema, and for `sub`, which nobody may set.
 */
export const assertAttributes = (pool: UserPool, attributes: Attributes): void => {
  const reasons = Object.entries(attributes).flatMap(([name, value]) => reasonAgainst(pool, name, value) ?? []);
  if (reasons.length > 0) throw notOfSchema(reasons);
  if (attributes.email !== undefined && !isEmail(attributes.email)) throw invalid('Invalid email address format.');
  if (attributes.phone_number !== undefined && !isPhoneNumber(attributes.phone_number)) {
    throw invalid('Invalid phone number format.');
  }
};

/** Throws InvalidParameterException for a name that is not in the pool's schema. */
export const assertInSchema = (pool: UserPool, attributeNames: readonly string[]): void => {
  const unknown = attributeNames.filter((name) => !schemaOf(pool, name));
  if (unknown.length > 0) throw notOfSchema(unknown.map((name) => `${name}: Attribute does not exist in the schema.`));
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

/** Throws InvalidParameterException for an attribute that the pool requires, so that it cannot be removed. */
export const assertOptional = (pool: UserPool, attributeNames: readonly string[]): void => {
  const required = attributeNames.filter((name) => schemaOf(pool, name)?.required);
  if (required.length > 0) throw notOfSchema(required.map((name) => `${name}: The attribute is required`));
};

/** Throws InvalidParameterException for an attribute that cannot change after the user is made. */
export const assertMutable = (pool: UserPool, attributeNames: readonly string[]): void => {
  const fixed = attributeNames.find((name) => nobodys.has(name) || schemaOf(pool, name)?.mutable === false);
  if (fixed !== undefined) throw invalid(`user.${fixed}: Attribute cannot be updated.`);
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
