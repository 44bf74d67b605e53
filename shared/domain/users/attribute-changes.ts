import { autoVerifiedAttributes, type ContactAttribute, waitsForVerification } from '../user-pools/settings.ts';
import type { UserPool } from '../user-pools/user-pool.ts';
import { contactAttributes, normalizeAttributes, verifiedAttribute } from './attributes.ts';
import type { Attributes, User } from './user.ts';

/** A user after a change of attributes, and what has to be verified by a code. */
export interface ChangedUser {
  readonly user: User;
  /** New values of email and phone number to which a code is sent. */
  readonly toVerify: readonly { readonly attribute: ContactAttribute; readonly destination: string }[];
}

const without = (attributes: Attributes, names: readonly string[]): Attributes =>
  Object.fromEntries(Object.entries(attributes).filter(([name]) => !names.includes(name)));

/**
 * The user after setting attributes; those set to nothing are removed. A new email or phone number is unverified until
 * its code is given. Where the pool wants it, the new value does not count before that. If an administrator sets its
 * verified attribute at the same time, that stands. Throws InvalidParameterException for a verified attribute without
 * the email or phone number. `provesFirst` has a new value wait in every pool.
 */
export const withAttributes = (
  pool: UserPool,
  before: User,
  changes: Attributes,
  now: number,
  provesFirst = false,
): ChangedUser => {
  const isChanged = (attribute: ContactAttribute): boolean =>
    Boolean(changes[attribute]) && changes[attribute] !== before.attributes[attribute];
  const isVouchedFor = (attribute: ContactAttribute): boolean =>
    changes[verifiedAttribute(attribute)]?.toLowerCase() === 'true';

  const unproved = contactAttributes.filter((attribute) => isChanged(attribute) && !isVouchedFor(attribute));
  const waiting = unproved.filter((attribute) => provesFirst || waitsForVerification(pool, attribute));
  const replaced = unproved.filter((attribute) => !waiting.includes(attribute));
  const removed = contactAttributes.filter((attribute) => changes[attribute] === '');

  const attributes = normalizeAttributes({
    ...without(before.attributes, removed.map(verifiedAttribute)),
    ...without(changes, [...waiting, ...waiting.map(verifiedAttribute)]),
    ...Object.fromEntries(replaced.map((attribute) => [verifiedAttribute(attribute), 'false'])),
  });
  const settled = contactAttributes.filter((attribute) => changes[attribute] !== undefined);
  const pending = {
    ...without(before.pending, settled),
    ...Object.fromEntries(waiting.map((attribute) => [attribute, changes[attribute] ?? ''])),
  };
  const withCode = unproved.filter(
    (attribute) => waiting.includes(attribute) || autoVerifiedAttributes(pool).includes(attribute),
  );
  return {
    user: { ...before, attributes, pending, updatedAt: now },
    toVerify: withCode.map((attribute) => ({ attribute, destination: changes[attribute] ?? '' })),
  };
};

/** The email or phone number that a code would verify: the new one that waits, otherwise the present one. */
export const toProve = ({ pending, attributes }: User, attribute: ContactAttribute): string | undefined =>
  pending[attribute] ?? attributes[attribute];

/** The user with that email or phone number, verified. */
export const withProved = (before: User, attribute: ContactAttribute, value: string, now: number): User => ({
  ...before,
  attributes: { ...before.attributes, [attribute]: value, [verifiedAttribute(attribute)]: 'true' },
  pending: without(before.pending, [attribute]),
  updatedAt: now,
});
