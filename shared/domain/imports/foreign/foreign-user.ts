import * as v from 'valibot';
import { inUsualOrder, reasonAgainstHash } from '../../passwords/hash.ts';
import { findSeed } from '../../totp/seed.ts';
import { isEmail, isPhoneNumber } from '../../users/attributes.ts';
import { uuidOf } from '../record-sub.ts';
import type { UserRecordLine } from '../user-record.ts';
import { findUsername, type Naming } from './naming.ts';

/** What a user of another product becomes, and in sentences what could not be taken along. */
export type ForeignUser =
  | { readonly record: UserRecordLine; readonly notes: readonly string[] }
  | { readonly refused: string; readonly username?: string };

export interface Conversion {
  readonly naming: Naming;
  /** For each attribute of the pool, where the product's user has its value, such as `app_metadata.plan`. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** False where the pool asks nobody for an authenticator app. */
  readonly asksForApps?: boolean;
  /** Epoch milliseconds. */
  readonly now: number;
}

export type Rest = Omit<UserRecordLine, 'type' | 'username' | 'sub' | 'attributes' | 'password'>;

/** A user of the product, in our words. */
export interface Draft {
  readonly product: string;
  readonly id: string;
  readonly username: string | undefined;
  readonly attributes: Readonly<Record<string, string | undefined>>;
  /** In a form that we read. */
  readonly hash: string | undefined;
  readonly passwordSetAt?: string | undefined;
  readonly rest: Rest;
  /** The product's user, in which the wanted attributes are looked up. */
  readonly source: unknown;
  readonly notes: readonly string[];
}

const longest = 2048;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The value; undefined for null and for empty text. */
export const present = (value: string | null | undefined): string | undefined => value || undefined;

/** A time, in milliseconds or as text, in ISO 8601; undefined for anything else. */
export const isoTime = (given: number | string | null | undefined): string | undefined => {
  const time = typeof given === 'string' && /^\d+$/.test(given) ? Number(given) : given;
  // Postgres leaves out the minutes of an offset.
  const date = new Date(typeof time === 'string' ? time.replace(/([+-]\d\d)$/, '$1:00') : (time ?? Number.NaN));
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
};

/** Says what is wrong with a user that does not have its product's form. */
export const misshapen = (product: string, [issue]: readonly v.BaseIssue<unknown>[]): ForeignUser => {
  const path = issue ? v.getDotPath(issue) : undefined;
  return { refused: `This is no user of ${product}: ${path ? `${path}: ` : ''}${issue?.message ?? 'unknown form'}.` };
};

const isMembers = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const jsonOf = (members: Readonly<Record<string, unknown>>): string => {
  try {
    return JSON.stringify(members);
  } catch {
    // Users nest what is theirs as deeply as they like. What is too deep to be written is too long as well.
    return '['.repeat(longest + 1);
  }
};

const lookUp = (source: unknown, path: string): string | undefined => {
  const found = path.split('.').reduce<unknown>((value, name) => (isMembers(value) ? value[name] : undefined), source);
  const value: unknown = Array.isArray(found) && found.length === 1 ? found[0] : found;
  if (value === undefined || value === null) return undefined;
  return isMembers(value) ? jsonOf(value) : String(value);
};

const reasonAgainst = (name: string, value: string): string | undefined => {
  if (name === 'email' && !isEmail(value)) return 'it is no e-mail address';
  if (name === 'phone_number' && !isPhoneNumber(value)) return 'it is no number of the form +15551234567';
  return value.length > longest ? `it has more than ${longest} characters` : undefined;
};

const withoutVerdictsOnNothing = (attributes: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(attributes).filter(([name]) => {
      const [, contact] = /^(email|phone_number)_verified$/.exec(name) ?? [];
      return contact === undefined || attributes[contact] !== undefined;
    }),
  );

/** An authenticator app that sign-ins ask for; nothing where the seed is not valid. */
export const appOf = (secretCode: string, friendlyName?: string): Rest => {
  const seed = secretCode.toUpperCase();
  if (!findSeed(seed)) return {};
  return {
    softwareToken: { seed, ...(friendlyName && { friendlyName }) },
    mfa: { enabled: ['SOFTWARE_TOKEN_MFA'], preferred: 'SOFTWARE_TOKEN_MFA' },
  };
};

/** The record made from a draft. */
export const toForeignUser = (
  draft: Draft,
  { naming, attributes: wanted = {}, asksForApps = true }: Conversion,
): ForeignUser => {
  const { product, id, username: ownName, passwordSetAt, rest, source } = draft;
  const hash = draft.hash === undefined ? undefined : inUsualOrder(draft.hash);
  const notes = [...draft.notes];
  const more = Object.entries(wanted).map(([name, path]) => [name, lookUp(source, path)] as const);
  const stated = [...Object.entries(draft.attributes), ...more].flatMap(([name, value]) => {
    if (!value) return [];
    const reason = reasonAgainst(name, value);
    if (reason !== undefined) notes.push(`${name} is left out: ${reason}.`);
    return reason === undefined ? [[name, value] as const] : [];
  });
  const attributes = withoutVerdictsOnNothing(Object.fromEntries(stated));
  const { email, phone_number } = attributes;
  const names = {
    id,
    ...(ownName && { username: ownName }),
    ...(email && { email }),
    ...(phone_number && { phone_number }),
  };
  const username = findUsername(naming, names);
  if (username === undefined) {
    return {
      refused: `The user has none of what users are called by in the pool: ${naming.sources.join(', ')}.`,
      username: id,
    };
  }
  const reason = hash === undefined ? undefined : reasonAgainstHash(hash);
  if (reason !== undefined) notes.push(`The password is left out, and has to be reset: ${reason}`);
  if (rest.softwareToken && !asksForApps) notes.push('The authenticator app is taken, but the pool asks for none.');
  const isKept = hash !== undefined && reason === undefined;
  const password = isKept && { hash, ...(passwordSetAt !== undefined && { setAt: passwordSetAt }) };
  const sub = uuid.test(id) ? id : uuidOf(`${product} ${id}`);
  return {
    record: { type: 'user', username, sub, ...rest, attributes, ...(password && { password }) },
    notes,
  };
};
