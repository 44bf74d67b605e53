import type { ContactAttribute } from '../user-pools/settings.ts';

const maskEmail = (address: string): string => {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, 1)}***@${address.slice(at + 1, at + 2)}***`;
};

const maskPhone = (number: string): string => `+${'*'.repeat(Math.max(number.length - 5, 0))}${number.slice(-4)}`;

/** An address or number in the form that strangers may see: `j***@e***`, `+*******1234`. */
export const maskDestination = (attribute: ContactAttribute, destination: string): string =>
  attribute === 'email' ? maskEmail(destination) : maskPhone(destination);
