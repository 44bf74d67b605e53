import { CognitoException } from '#shared/errors/exception.ts';
import type { AcceptedTerms } from '../terms/accepted-terms.ts';
import { type ContactAttribute, usernameAttributes } from '../user-pools/settings.ts';
import type { UserPool } from '../user-pools/user-pool.ts';
import {
  assertAttributes,
  assertKnown,
  isContactAttribute,
  isEmail,
  isPhoneNumber,
  type NewName,
  normalizeAttributes,
  usernameFrom,
} from '../users/attributes.ts';
import { nameForm } from '../users/comparison.ts';
import { isSameIdentity } from '../users/identities.ts';
import { newUser } from '../users/new-user.ts';
import type { Attributes, MfaPreference, User, UserIdentity } from '../users/user.ts';
import { toTime } from './record-time.ts';
import type { UserRecordLine } from './user-record.ts';

/** A record of a user whose `sub` is settled. */
export type IdentifiedRecord = UserRecordLine & {
  readonly sub: string;
  /** True where nobody can have the `sub` yet, because it was made for this record. */
  readonly isSubNew?: boolean;
};

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

const halfPair = /\p{Cs}/u;
const longestValue = 2048;

const assertTexts = (attributes: Attributes): void => {
  for (const [name, value] of Object.entries(attributes)) {
    if (value.length > longestValue) throw invalid(`${name} is longer than ${longestValue} characters.`);
    if (halfPair.test(value)) throw invalid(`${name} is no text in Unicode.`);
  }
};

const formOf = (username: string): ContactAttribute | undefined => {
  if (isEmail(username)) return 'email';
  return isPhoneNumber(username) ? 'phone_number' : undefined;
};

const nameFrom = (pool: UserPool, { username, attributes = {}, existing }: UserRecordLine): NewName => {
  if (!nameForm.test(username)) throw invalid('The username has characters that no username has, or too many.');
  if (existing) return { username, attributes };
  const kinds = usernameAttributes(pool);
  const form = formOf(username);
  // A user who signs in by email or phone may also have a username from a former pool: it stays.
  if (!form && kinds.some((kind) => attributes[kind])) return { username, attributes };
  if (form && kinds.includes(form) && (attributes[form] ?? username) !== username) {
    throw invalid(`The username and ${form} are not the same.`);
  }
  return usernameFrom(pool, username, attributes);
};

// Limits that were set later hold only for what is written from then on.
const withoutLimits = (pool: UserPool): UserPool => ({
  ...pool,
  schema: pool.schema.map(({ min: _min, max: _max, ...attribute }) => attribute),
});

const attributesFrom = (pool: UserPool, sub: string, { sub: stated = sub, ...given }: Attributes): Attributes => {
  if (stated !== sub) throw invalid('The attribute sub is not the sub of the record.');
  assertTexts(given);
  assertKnown(pool, Object.keys(given));
  const kept = normalizeAttributes(given);
  assertAttributes(pool, kept);
  return kept;
};

const pendingFrom = (pool: UserPool, given: Attributes): Attributes => {
  if (!Object.keys(given).every(isContactAttribute)) throw invalid('Only email and phone_number can be pending.');
  assertAttributes(pool, given);
  return given;
};

const preferenceFrom = ({ enabled, preferred }: NonNullable<UserRecordLine['mfa']>): MfaPreference => {
  if (preferred && !enabled.includes(preferred)) throw invalid(`${preferred} is preferred and not enabled.`);
  return { enabled: [...new Set(enabled)], ...(preferred && { preferred }) };
};

const acceptedFrom = (accepted: NonNullable<UserRecordLine['acceptedTerms']>): readonly AcceptedTerms[] => {
  if (new Set(accepted.map(({ name }) => name)).size < accepted.length) throw invalid('The record has terms twice.');
  return accepted.map(({ updatedAt, acceptedAt, ...terms }) => ({
    ...terms,
    updatedAt: toTime(updatedAt),
    acceptedAt: toTime(acceptedAt),
  }));
};

const identitiesFrom = (identities: NonNullable<UserRecordLine['identities']>): readonly UserIdentity[] => {
  const found = identities.map(({ attribute, issuer, createdAt, ...identity }) => ({
    ...identity,
    ...(attribute !== undefined && { attribute }),
    ...(issuer !== undefined && { issuer }),
    createdAt: toTime(createdAt),
  }));
  const isTwice = (one: UserIdentity, index: number): boolean =>
    found.findIndex((other) => isSameIdentity(one, other)) < index;
  if (found.some(isTwice)) throw invalid('The record has an identity twice.');
  if (found.filter(({ primary }) => primary).length > 1) throw invalid('The record has two primary identities.');
  return found;
};

const unlinkedFrom = ({ attribute, ...identity }: NonNullable<UserRecordLine['unlinked']>[number]) => ({
  ...identity,
  ...(attribute !== undefined && { attribute }),
});

const voucherFrom = ({ at, ...voucher }: NonNullable<UserRecordLine['emailFrom']>) => ({
  ...voucher,
  ...(at !== undefined && { at: toTime(at) }),
});

// A password that was taken away, or is there already, does not come by a migration.
const assertAwaitable = ({ status, password, passwordDisabled }: UserRecordLine): void => {
  if (password) throw invalid('A user with a password awaits no migration of it.');
  if (passwordDisabled) throw invalid('A user whose password was taken away awaits no migration of it.');
  if (status === 'EXTERNAL_PROVIDER') throw invalid('A user of a provider has no password to migrate.');
};

/**
 * The user of a record, not yet in any group. A record without a status makes a user CONFIRMED if it has a password, or
 * awaits its migration, otherwise RESET_REQUIRED. `now` is in epoch milliseconds. Throws InvalidParameterException for a
 * record that does not fit the pool's schema and names.
 */
export const toUser = (pool: UserPool, record: IdentifiedRecord, now: number): User => {
  const { sub, mfa, acceptedTerms, passwordDisabled, identities, unlinked, emailFrom, createdAt, updatedAt } = record;
  const { awaitsMigration } = record;
  if (awaitsMigration) assertAwaitable(record);
  const name = nameFrom(pool, record);
  return newUser(
    pool,
    {
      username: name.username,
      sub,
      status: record.status ?? (record.password || awaitsMigration ? 'CONFIRMED' : 'RESET_REQUIRED'),
      enabled: record.enabled ?? true,
      attributes: attributesFrom(record.existing ? withoutLimits(pool) : pool, sub, name.attributes),
      pending: pendingFrom(pool, record.pending ?? {}),
      ...(mfa && { mfa: preferenceFrom(mfa) }),
      ...(acceptedTerms && { acceptedTerms: acceptedFrom(acceptedTerms) }),
      ...(passwordDisabled && { passwordDisabled }),
      ...(awaitsMigration && { awaitsMigration }),
      ...(identities && { identities: identitiesFrom(identities) }),
      ...(unlinked && { unlinked: unlinked.map(unlinkedFrom) }),
      ...(emailFrom && { emailFrom: voucherFrom(emailFrom) }),
      createdAt: createdAt === undefined ? now : toTime(createdAt),
      updatedAt: updatedAt === undefined ? now : toTime(updatedAt),
    },
    now,
  );
};
