import { CognitoException } from '#shared/errors/exception.ts';
import type { ContactAttribute } from '../user-pools/settings.ts';
import type { Attributes } from './user.ts';

// Dots stand between non-empty labels, which keeps matching linear.
const emailForm =
  /^[^\s\p{C}@<>()[\]\\,;:".]+(?:\.[^\s\p{C}@<>()[\]\\,;:".]+)*@[\p{L}\p{M}\p{N}_-]+(?:\.[\p{L}\p{M}\p{N}_-]+)+$/u;

const phoneForm = /^\+[1-9][0-9]{1,14}$/;

/** True for `local@domain.tld`. */
export const isEmail = (value: string): boolean => emailForm.test(value);

/** True for a number in E.164 form: `+` and up to fifteen digits. */
export const isPhoneNumber = (value: string): boolean => phoneForm.test(value);

/** The attribute that says whether a contact attribute is verified. */
export const verifiedAttribute = (attribute: ContactAttribute): 'email_verified' | 'phone_number_verified' =>
  `${attribute}_verified`;

/** The contact attributes, in the order in which codes are sent to them. */
export const contactAttributes: readonly ContactAttribute[] = ['phone_number', 'email'];

/** True for `email` and `phone_number`. */
export const isContactAttribute = (name: string): name is ContactAttribute =>
  name === 'email' || name === 'phone_number';

/** True where the user's email or phone number is verified. */
export const isVerified = (attributes: Attributes, attribute: ContactAttribute): boolean =>
  attributes[verifiedAttribute(attribute)] === 'true';

// The store takes 400 kB for a whole user.
const mostBytes = 300_000;

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

/**
 * A user's attributes in the form to store: without empty ones, and with verified attributes in lower case. Throws
 * InvalidParameterException where a verified attribute is true without the email or phone number, and where all
 * together are too long to store.
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
