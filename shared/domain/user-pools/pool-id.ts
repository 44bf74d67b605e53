import { digits, lowerCase, randomText, upperCase } from '../identifiers/random-text.ts';

/** An id for a new pool of the region. */
export const newPoolId = (region: string): string => `${region}_${randomText(upperCase + lowerCase + digits, 9)}`;
