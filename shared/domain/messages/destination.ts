import { domainToASCII } from 'node:url';
import type { ContactAttribute } from '../user-pools/settings.ts';
import { nameKey } from '../users/name-key.ts';

/** Where a message goes. */
export interface Destination {
  readonly attribute: ContactAttribute;
  /** The address or number. */
  readonly destination: string;
}

/**
 * The form of an address or number under which its messages are counted. Spellings that certainly reach one mailbox
 * have one form. Providers decide whether dots, and what follows a plus, are part of a name, so those stay as they are.
 */
export const countedAs = ({ attribute, destination }: Destination): string => {
  if (attribute !== 'email') return `phone_number ${destination}`;
  const folded = nameKey(destination, false);
  const at = folded.lastIndexOf('@');
  const domain = folded.slice(at + 1);
  return `email ${folded.slice(0, at)}@${domainToASCII(domain) || domain}`;
};
