import { randomInt } from 'node:crypto';

export const digits = '0123456789';
export const lowerCase = 'abcdefghijklmnopqrstuvwxyz';
export const upperCase = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** So many characters of the alphabet, each drawn at random, independently and unpredictably. */
export const randomText = (alphabet: string, length: number): string =>
  Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
