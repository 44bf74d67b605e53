import { randomText } from '../identifiers/random-text.ts';

// No vowels, so that no code is a word. No letter that looks like a digit or another letter. Twelve have 50 bits.
const alphabet = 'bcdfghjkmnpqrtvwxz';
const length = 12;
const groupOf = 4;
const count = 10;

const whole = new RegExp(`^[${alphabet}]{${length}}$`);

const inGroups = (letters: string): string =>
  Array.from({ length: length / groupOf }, (_none, group) =>
    letters.slice(group * groupOf, (group + 1) * groupOf),
  ).join('-');

/** Ten different codes. */
export const newRecoveryCodes = (): readonly string[] => {
  const codes = new Set<string>();
  while (codes.size < count) codes.add(inGroups(randomText(alphabet, length)));
  return [...codes];
};

/**
 * The letters of a recovery code, however it was typed: in capitals, with spaces, without the hyphens. Undefined for
 * anything else. A code of digits alone is never taken for a recovery code.
 */
export const findRecoveryCode = (typed: string): string | undefined => {
  if (typed.length > 64) return undefined;
  const letters = typed.replaceAll(/[\s-]/g, '').toLowerCase();
  return whole.test(letters) ? letters : undefined;
};
