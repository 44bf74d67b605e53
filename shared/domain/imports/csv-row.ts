import type { PasswordHashingAlgorithmType } from '@aws-sdk/client-cognito-identity-provider';
import { mfaMode } from '../user-pools/factors.ts';
import { autoVerifiedAttributes } from '../user-pools/settings.ts';
import type { UserPool } from '../user-pools/user-pool.ts';
import { ownColumns } from './csv-columns.ts';
import type { UserRecordLine } from './user-record.ts';

type Converted = { readonly record: UserRecordLine } | { readonly refused: string; readonly username?: string };

type Values = ReadonlyMap<string, string>;

const isTrue = (value: string | undefined): boolean => value?.toLowerCase() === 'true';

const isVerdict = (name: string): boolean => name === 'email_verified' || name === 'phone_number_verified';

// Files have American dates, attributes have ISO dates.
const toIsoDate = (value: string): string => value.replace(/^(\d\d)\/(\d\d)\/(\d{4})$/, '$3-$1-$2');

const toAttribute = (name: string, value: string): string => {
  if (name === 'birthdate') return toIsoDate(value);
  return isVerdict(name) ? value.toLowerCase() : value;
};

const attributesOf = (values: Values): Record<string, string> =>
  Object.fromEntries(
    [...values].flatMap(([name, value]) =>
      value === '' || Object.values<string>(ownColumns).includes(name) ? [] : [[name, toAttribute(name, value)]],
    ),
  );

const reasonAgainstContacts = (pool: UserPool, attributes: Readonly<Record<string, string>>): string | undefined => {
  const unfounded = (['email', 'phone_number'] as const).find(
    (name) => isTrue(attributes[`${name}_verified`]) && !attributes[name],
  );
  if (unfounded) return `${unfounded}_verified is true and there is no ${unfounded}.`;
  return autoVerifiedAttributes(pool).some((name) => isTrue(attributes[`${name}_verified`]))
    ? undefined
    : 'The User Record does not set any of the auto verified attributes to true. (Example: email_verified to true).';
};

const reasonAgainstMfa = (pool: UserPool, value: string, attributes: Readonly<Record<string, string>>) => {
  if (!/^(?:true|false|)$/i.test(value)) return `${ownColumns.mfa} is neither true nor false.`;
  const mode = mfaMode(pool);
  if (isTrue(value) && mode === 'OFF') return `${ownColumns.mfa} is true in a pool without MFA.`;
  if (value.toLowerCase() === 'false' && mode === 'ON')
    return `${ownColumns.mfa} is false in a pool that requires MFA.`;
  return isTrue(value) && mode === 'OPTIONAL' && !attributes.phone_number
    ? `${ownColumns.mfa} is true and there is no phone_number for the codes.`
    : undefined;
};

const beginnings: Readonly<Record<PasswordHashingAlgorithmType, RegExp>> = {
  ARGON2ID: /^\$argon2id\$/,
  BCRYPT: /^\$2[abxy]\$/,
  PBKDF2_SHA256: /^\$pbkdf2-sha256\$/,
  SCRYPT: /^\$scrypt\$/,
};

/**
 * The user in a CSV row, by the names of its columns. Refuses, with a sentence, what the API's rules for files refuse.
 * Whoever loads the user checks the pool's own rules.
 */
export const toUserRecord = (
  pool: UserPool,
  values: Values,
  hashing: PasswordHashingAlgorithmType | undefined,
): Converted => {
  const username = values.get(ownColumns.username) ?? '';
  if (username === '') return { refused: `${ownColumns.username} is empty.` };
  if (username.length > 128) return { refused: `${ownColumns.username} is longer than 128 characters.` };
  const attributes = attributesOf(values);
  const mfa = values.get(ownColumns.mfa) ?? '';
  const hash = values.get(ownColumns.passwordHash) ?? '';
  const refused =
    reasonAgainstContacts(pool, attributes) ??
    reasonAgainstMfa(pool, mfa, attributes) ??
    (hash && hashing && !beginnings[hashing].test(hash) ? `The password hash is not ${hashing}.` : undefined);
  if (refused !== undefined) return { refused, username };
  const hasSms = isTrue(mfa) && attributes.phone_number !== undefined;
  return {
    record: {
      type: 'user',
      username,
      status: hash ? 'CONFIRMED' : 'RESET_REQUIRED',
      attributes,
      ...(hash && { password: { hash } }),
      ...(hasSms && { mfa: { enabled: ['SMS_MFA'], preferred: 'SMS_MFA' } }),
    },
  };
};
