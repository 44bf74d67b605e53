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
 * The form under which messages to an address or number are counted: writings that reach one mailbox for sure are one.
 * Whether dots and what follows a plus are part of a name is for each provider to say, so they are left as they are.
 */
export const countedAs = ({ attribute, destination }: Destination): string => {
  if (attribute !== 'email') return `phone_number ${destination}`;
  const folded = nameKey(destination, false);
  const at = folded.lastIndexOf('@');
  const domain = folded.slice(at + 1);
  return `email ${folded.slice(0, at)}@${domainToASCII(domain) || domain}`;
};
