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

// The service sets these itself; verdicts on email and phone number it leaves to administrators.
const nobodys: ReadonlySet<string> = new Set(['sub', 'identities']);

const reasonAgainst = (pool: UserPool, name: string, value: string): string | undefined => {
  if (nobodys.has(name)) return `${name}: Attribute cannot be set.`;
  const schema = schemaOf(pool, name);
  if (!schema) return `${name}: Attribute does not exist in the schema.`;
  const reason = reasonAgainstValue(value, schema);
  return reason && `${name}: ${reason}`;
};

/**
 * Every attribute is in the pool's schema and its value what the schema asks for; `sub` is nobody's to set.
 * Throws InvalidParameterException.
 */
export const assertAttributes = (pool: UserPool, attributes: Attributes): void => {
  const reasons = Object.entries(attributes).flatMap(([name, value]) => reasonAgainst(pool, name, value) ?? []);
  if (reasons.length > 0) throw notOfSchema(reasons);
  if (attributes.email !== undefined && !isEmail(attributes.email)) throw invalid('Invalid email address format.');
  if (attributes.phone_number !== undefined && !isPhoneNumber(attributes.phone_number)) {
    throw invalid('Invalid phone number format.');
  }
};

/** All of these are in the pool's schema. Throws InvalidParameterException. */
export const assertInSchema = (pool: UserPool, attributeNames: readonly string[]): void => {
  const unknown = attributeNames.filter((name) => !schemaOf(pool, name));
  if (unknown.length > 0) throw notOfSchema(unknown.map((name) => `${name}: Attribute does not exist in the schema.`));
};

/** What only administrators meet first: custom attributes that the pool does not have. Throws InvalidParameterException. */
export const assertKnown = (pool: UserPool, attributeNames: readonly string[]): void => {
  const unknown = attributeNames.find((name) => /^(?:custom|dev):/.test(name) && !schemaOf(pool, name));
  if (unknown !== undefined) throw invalid(`Type for attribute {${unknown}} could not be determined`);
};

/** Nothing that the pool requires is missing or empty. Throws InvalidParameterException. */
export const assertRequired = (pool: UserPool, attributes: Attributes): void => {
  const missing = pool.schema.filter(({ name, required }) => required && name !== 'sub' && !attributes[name]);
  if (missing.length > 0) throw notOfSchema(missing.map(({ name }) => `${name}: The attribute is required`));
};

/** None of these is required by the pool: they may be taken away. Throws InvalidParameterException. */
export const assertOptional = (pool: UserPool, attributeNames: readonly string[]): void => {
  const required = attributeNames.filter((name) => schemaOf(pool, name)?.required);
  if (required.length > 0) throw notOfSchema(required.map((name) => `${name}: The attribute is required`));
};

/** All of these may change after the user is made. Throws InvalidParameterException. */
export const assertMutable = (pool: UserPool, attributeNames: readonly string[]): void => {
  const fixed = attributeNames.find((name) => nobodys.has(name) || schemaOf(pool, name)?.mutable === false);
  if (fixed !== undefined) throw invalid(`user.${fixed}: Attribute cannot be updated.`);
};

/** The app client may set all of these. Throws NotAuthorizedException. */
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
 * A new user's name has the form that the pool asks for: an email or phone number where users sign up with one, and
 * nothing that looks like an alias where there are aliases. Throws InvalidParameterException.
 */
export const assertUsernameForm = (pool: UserPool, username: string): void => {
  const form = formOf(username);
  const kinds = usernameAttributes(pool);
  if (kinds.length > 0) {
    if (!form || !kinds.includes(form)) throw invalid(`Username should be ${expected(kinds)}.`);
    return;
  }
  // By the form in which names are unique: a full-width @ makes a name no less an email.
  const look = form ?? formOf(normalized(username));
  if (look && aliasAttributes(pool).includes(look)) throw invalid(confusable[look]);
};

/** A new user's username, undefined where it is to be a UUID, and attributes. */
export interface NewName {
  readonly username: string | undefined;
  readonly attributes: Attributes;
}

/**
 * What a new user is called: the given name, or, where users sign up with email or phone number, nothing yet, and the
 * name is that attribute. Throws InvalidParameterException for a name of the wrong form.
 */
export const usernameFrom = (pool: UserPool, given: string, attributes: Attributes = {}): NewName => {
  assertUsernameForm(pool, given);
  const form = formOf(given);
  if (usernameAttributes(pool).length === 0 || !form) return { username: given, attributes };
  return { username: undefined, attributes: { ...attributes, [form]: given } };
};
