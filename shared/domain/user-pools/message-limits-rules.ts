import { CognitoException } from '#shared/errors/exception.ts';
import { hasNumbers } from '../messages/phone-countries.ts';
import type { PoolMessages } from './user-pool.ts';

/** Throws InvalidParameterException for a country whose numbers cannot be recognized. */
export const assertMessageLimits = ({ smsCountries = [] }: PoolMessages): void => {
  const odd = smsCountries.find((country) => !hasNumbers(country));
  if (odd === undefined) return;
  const message = `${odd} is no country of ISO 3166 that has phone numbers of its own.`;
  throw new CognitoException('InvalidParameterException', message);
};
