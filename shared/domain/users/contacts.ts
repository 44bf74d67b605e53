import { CognitoException } from '#shared/errors/exception.ts';
import type { ContactAttribute } from '../user-pools/settings.ts';
import type { Attributes } from './user.ts';

// Dots part non-empty labels on both sides, which keeps matching linear.
const emailForm =
  /^[^\s\p{C}@<>()[\]\\,;:".]+(?:\.[^\s\p{C}@<>()[\]\\,;:".]+)*@[\p{L}\p{M}\p{N}_-]+(?:\.[\p{L}\p{M}\p{N}_-]+)+$/u;

const phoneForm = /^\+[1-9][0-9]{1,14}$/;

/** True for `local@domain.tld`. */
export const isEmail = (value: string): boolean => emailForm.test(value);

/** True for a number in E.164 form: `+` and up to fifteen digits. */
export const isPhoneNumber = (value: string): boolean => phoneForm.test(value);

/** The attribute that says whether a contact attribute was proved. */
export const verifiedAttribute = (attribute: ContactAttribute): 'email_verified' | 'phone_number_verified' =>
  `${attribute}_verified`;

/** The contact attributes, in the order in which codes go out. */
export const contactAttributes: readonly ContactAttribute[] = ['phone_number', 'email'];

/** True for `email` and `phone_number`. */
export const isContactAttribute = (name: string): name is ContactAttribute =>
  name === 'email' || name === 'phone_number';

/** True where the user's email or phone number is proved. */
export const isVerified = (attributes: Attributes, attribute: ContactAttribute): boolean =>
  attributes[verifiedAttribute(attribute)] === 'true';

// The store takes 400 kB of a user in all.
const mostBytes = 300_000;

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

/**
 * All attributes of a user as they are kept: without those that have no value, verdicts in lower case. Throws
 * InvalidParameterException for a verdict on a contact attribute that is not there, and for more than a user can hold.
 */
export const normalizeAttributes = (given: Attributes): Attributes => {
  const kept = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
  if (Buffer.byteLength(JSON.stringify(kept)) > mostBytes) throw invalid('The attributes are too long all together.');
  for (const attribute of contactAttributes) {
    const verdict = kept[verifiedAttribute(attribute)]?.toLowerCase();
    if (verdict === undefined) continue;
    if (verdict === 'true' && !kept[attribute]) {
      throw invalid(`${verifiedAttribute(attribute)} needs ${attribute} to be set.`);
    }
    kept[verifiedAttribute(attribute)] = verdict;
  }
  return kept;
};
