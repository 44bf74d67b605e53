import { digits, lowerCase, randomText } from '../identifiers/random-text.ts';

/** An id for a new app client. */
export const newClientId = (): string => randomText(lowerCase + digits, 26);

/** A secret for an app client: 263 bits. */
export const newClientSecret = (): string => randomText(lowerCase + digits, 51);
