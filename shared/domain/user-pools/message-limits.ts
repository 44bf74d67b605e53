import type { Destination } from '../messages/destination.ts';
import type { ContactAttribute } from './settings.ts';
import type { UserPool } from './user-pool.ts';

type Limited = Pick<UserPool, 'messages'>;

/** How many messages of a kind the pool may send in a day; undefined where there is no limit. */
export const ceilingOf = ({ messages }: Limited, attribute: ContactAttribute): number | undefined =>
  attribute === 'email' ? messages?.emailsPerDay : messages?.smsPerDay;

/** True where the pool may send there: to any address, and to numbers of the countries that it names. */
export const maySendTo = async ({ messages }: Limited, { attribute, destination }: Destination): Promise<boolean> => {
  const countries = messages?.smsCountries;
  if (attribute === 'email' || !countries) return true;
  // Loaded only where needed: most pools name no countries.
  const { countryOf } = await import('../messages/phone-countries.ts');
  const country = countryOf(destination);
  return country !== undefined && countries.includes(country);
};
