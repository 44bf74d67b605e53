import { isVerified } from '../users/attributes.ts';
import type { UndeliverableAddress, User } from '../users/user.ts';
import { countedAs } from './addresses.ts';

// A user has one address, and one that waits for its code. Some former ones may be told of late.
const most = 5;

const sameAddress = (one: string, other: string): boolean =>
  countedAs({ attribute: 'email', destination: one }) === countedAs({ attribute: 'email', destination: other });

/** Why nothing is sent to an address of the user; undefined where mails are sent. */
export const whyUndeliverable = (
  { undeliverable = [] }: Pick<User, 'undeliverable'>,
  address: string,
): UndeliverableAddress['reason'] | undefined => undeliverable.find((one) => sameAddress(one.address, address))?.reason;

/** The user with the mark; undefined where the address is not the user's, or is marked already. */
export const withMark = (user: User, mark: UndeliverableAddress): User | undefined => {
  const addresses = [user.attributes.email, user.pending.email].filter((one) => one !== undefined);
  const isOwn = addresses.some((one) => sameAddress(one, mark.address));
  if (!isOwn || whyUndeliverable(user, mark.address)) return undefined;
  return { ...user, undeliverable: [...(user.undeliverable ?? []), mark].slice(-most), updatedAt: mark.at };
};

/** The user without marks. */
export const withoutMarks = ({ undeliverable: _marks, ...user }: User): User => user;

/** The user after a change, without the marks of an address that was proved by it, and of those that the user left. */
export const withLiveMarks = (before: User, after: User): User => {
  const { undeliverable = [], attributes, pending } = after;
  if (undeliverable.length === 0) return after;
  const { email } = attributes;
  const isProved =
    isVerified(attributes, 'email') && !(isVerified(before.attributes, 'email') && before.attributes.email === email);
  const kept = undeliverable.filter(({ address }) => {
    if (email !== undefined && sameAddress(address, email)) return !isProved;
    return pending.email !== undefined && sameAddress(address, pending.email);
  });
  return kept.length === undeliverable.length
    ? after
    : { ...withoutMarks(after), ...(kept.length > 0 && { undeliverable: kept }) };
};
