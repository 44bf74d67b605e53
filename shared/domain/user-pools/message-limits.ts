import type { ContactAttribute } from './settings.ts';
import type { UserPool } from './user-pool.ts';

type Limited = Pick<UserPool, 'messages'>;

/** Messages of a kind that the pool sends in a day; undefined where there is no end. */
export const ceilingOf = ({ messages }: Limited, attribute: ContactAttribute): number | undefined =>
  attribute === 'email' ? messages?.emailsPerDay : messages?.smsPerDay;
