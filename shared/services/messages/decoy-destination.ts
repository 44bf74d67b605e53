import { createHmac, type KeyObject } from 'node:crypto';
import type { Destination } from '#shared/domain/messages/addresses.ts';
import type { ContactAttribute } from '#shared/domain/user-pools/settings.ts';
import { isEmail, isPhoneNumber } from '#shared/domain/users/attributes.ts';
import type { User } from '#shared/domain/users/user.ts';

const letter = (byte = 0): string => String.fromCharCode(97 + (byte % 26));

const madeUp = (attribute: ContactAttribute, random: Buffer): string => {
  if (attribute === 'email') return `${letter(random[0])}@${letter(random[1])}`;
  const digits = (random.readUInt32BE(0) % 10_000).toString().padStart(4, '0');
  return `+1555555${digits}`;
};

const isOfForm = (attribute: ContactAttribute, username: string): boolean =>
  attribute === 'email' ? isEmail(username) : isPhoneNumber(username);

/** Where a code for the user would be sent: to the first of these attributes that the user has. */
export const findDestination = ({ attributes }: User, choices: readonly ContactAttribute[]): Destination | undefined =>
  choices.flatMap((attribute) => {
    const destination = attributes[attribute];
    return destination === undefined ? [] : [{ attribute, destination }];
  })[0];

/** Where a code would have been sent. */
export interface DecoyDestination extends Destination {
  /** True for what was typed: it may be somebody else's. */
  readonly isTyped: boolean;
}

/**
 * Where a code for a user who does not exist would have been sent. It is the address or number that was typed, or a
 * made-up one that is always the same for a name. `choices` are the attributes that the pool would send to, first
 * choice first.
 */
export const decoyDestination = (
  secret: KeyObject,
  username: string,
  [first = 'email', ...others]: readonly ContactAttribute[],
): DecoyDestination => {
  const typed = [first, ...others].find((attribute) => isOfForm(attribute, username));
  const attribute = typed ?? first;
  const random = createHmac('sha256', secret).update(`destination ${attribute} ${username}`).digest();
  return { attribute, destination: typed ? username : madeUp(attribute, random), isTyped: typed !== undefined };
};
