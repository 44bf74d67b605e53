/** What becomes of a provider's attributes in a user. */
import { type AppClient, mayWrite } from '../app-clients/app-client.ts';
import type { UserPool } from '../user-pools/user-pool.ts';
import { isEmail, isPhoneNumber, reasonAgainstValue } from '../users/attributes.ts';
import type { Attributes } from '../users/user.ts';
import type { ClaimValue, ProviderAttributes } from './external-identity.ts';
import type { IdentityProvider } from './identity-provider.ts';

/** An attribute that does not do. */
export interface AttributeFault {
  /** The name in users. */
  readonly name: string;
  /** The name that the provider uses; undefined where nothing is mapped. */
  readonly from: string | undefined;
  /** Undefined for a required attribute that is missing. */
  readonly reason: string | undefined;
}

// In the form of a form field: letters, digits and . - * _ stay as they are.
const encoded = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1);

const toText = (value: ClaimValue): string | undefined => {
  if (value === null) return undefined;
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return `[${value.map((one) => encoded(toText(one) ?? '')).join(',')}]`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

/** The attribute that a client has to be able to write: whoever may write an address may have it said whether it is verified. */
export const permissionOf = (name: string): string => name.replace(/^(email|phone_number)_verified$/, '$1');

const verdicts: readonly string[] = ['email_verified', 'phone_number_verified'];

/**
 * The values that a provider gives to a user's attributes. One that is empty is to be cleared. Those that the provider
 * did not send are left out, and so are those that the client may not write.
 */
export const mapped = (
  { client, pool }: { readonly client: AppClient; readonly pool: UserPool },
  { attributeMapping }: Pick<IdentityProvider, 'attributeMapping'>,
  attributes: ProviderAttributes,
): Attributes =>
  Object.fromEntries(
    Object.entries(attributeMapping).flatMap(([name, from]) => {
      if (name === 'username' || !mayWrite(client, pool, permissionOf(name))) return [];
      const value = Object.hasOwn(attributes, from) ? toText(attributes[from] ?? null) : undefined;
      if (value === undefined) return [];
      // Half a character cannot be stored.
      const text = value.toWellFormed();
      return [[name, verdicts.includes(name) ? String(text.toLowerCase() === 'true') : text]];
    }),
  );

const reasonAgainst = (pool: UserPool, name: string, value: string): string | undefined => {
  const schema = pool.schema.find((attribute) => attribute.name === name);
  if (!schema) return 'Attribute does not exist in the schema.';
  if (name === 'email' && !isEmail(value)) return 'Invalid email address format.';
  if (name === 'phone_number' && !isPhoneNumber(value)) return 'Invalid phone number format.';
  return reasonAgainstValue(value, schema);
};

/** What is wrong with the attributes that a user would have, those that the pool requires among it. */
export const faultsOf = (
  pool: UserPool,
  { attributeMapping }: Pick<IdentityProvider, 'attributeMapping'>,
  attributes: Attributes,
): readonly AttributeFault[] => {
  const from = (name: string): string | undefined =>
    Object.hasOwn(attributeMapping, name) ? attributeMapping[name] : undefined;
  const missing = pool.schema
    .filter(({ name, required }) => required && name !== 'sub' && !attributes[name])
    .map(({ name }) => ({ name, from: from(name), reason: undefined }));
  const wrong = Object.entries(attributes).flatMap(([name, value]) => {
    const reason = reasonAgainst(pool, name, value);
    return reason === undefined ? [] : [{ name, from: from(name), reason }];
  });
  return [...missing, ...wrong];
};

const withoutEmpty = (attributes: Attributes): Attributes =>
  Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ''));

/**
 * A user's attributes after a sign-in: what the provider gives replaces what there was, and the rest stays. A new e-mail
 * or phone number of which the provider does not say so is not verified. What it says to be verified without saying which
 * address or number that is may be about another one than the user has here.
 */
export const updated = (before: Attributes, given: Attributes): Attributes => {
  const after: Record<string, string> = { ...before, ...given };
  for (const contact of ['email', 'phone_number'] as const) {
    const verdict = `${contact}_verified` as const;
    const isNew = given[contact] !== undefined && given[contact] !== before[contact];
    if (isNew && given[verdict] === undefined) after[verdict] = 'false';
    if (given[contact] === undefined && given[verdict] === 'true') after[verdict] = before[verdict] ?? 'false';
    if (!after[contact]) delete after[verdict];
  }
  return withoutEmpty(after);
};
