import { ceilingOf } from '#shared/domain/messages/addresses.ts';
import type { PoolMessages, UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { integer, list, text } from './shapes.ts';

export const SmsCountriesType = list(text({ min: 2, max: 2, pattern: '[A-Z]{2}' }), { min: 1, max: 250 });
export const MessagesPerDayType = integer({ min: 0, max: 100_000_000 });

/** A pool's limits, as a request gives them. What it leaves out is unlimited. */
export const fromMessageLimits = (given: {
  readonly SmsCountries?: readonly string[] | undefined;
  readonly EmailsPerDay?: number | undefined;
  readonly SmsPerDay?: number | undefined;
}): PoolMessages => ({
  ...(given.SmsCountries && { smsCountries: [...new Set(given.SmsCountries)].sort() }),
  ...(given.EmailsPerDay !== undefined && { emailsPerDay: given.EmailsPerDay }),
  ...(given.SmsPerDay !== undefined && { smsPerDay: given.SmsPerDay }),
});

/** A pool's limits, as they are answered. Limits that the pool does not have are left out. */
export const toMessageLimits = (pool: UserPool) => {
  const countries = pool.messages?.smsCountries;
  const [emails, sms] = [ceilingOf(pool, 'email'), ceilingOf(pool, 'phone_number')];
  return {
    UserPoolId: pool.id,
    ...(countries && { SmsCountries: [...countries] }),
    ...(emails !== undefined && { EmailsPerDay: emails }),
    ...(sms !== undefined && { SmsPerDay: sms }),
  };
};
