import { randomInt } from 'node:crypto';
import type { PasswordPolicy } from '../user-pools/settings.ts';

// Letters and digits that are not mistaken for one another, and symbols that need no escaping in HTML.
const classes = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnopqrstuvwxyz', '23456789', '!#$%*+-=?@^_'] as const;

const least = 12;

const pick = (characters: string): string => characters.charAt(randomInt(characters.length));

const shuffled = (characters: readonly string[]): string => {
  const rest = [...characters];
  return characters.map(() => rest.splice(randomInt(rest.length), 1).join('')).join('');
};

/** A random password with characters of all four classes, which every policy of that length accepts. */
export const temporaryPassword = ({ minimumLength }: PasswordPolicy): string => {
  const length = Math.max(minimumLength, least);
  const filling = Array.from({ length: length - classes.length }, () => pick(classes.join('')));
  return shuffled([...classes.map(pick), ...filling]);
};
