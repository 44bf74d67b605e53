/**
 * Sets limits of what a pool sends: the countries to which it sends SMS (`SmsCountries`, ISO 3166), and how many
 * messages it sends in a day of UTC (`EmailsPerDay`, `SmsPerDay`). What is not given becomes unlimited again. Answers
 * the limits. An operation of Gatehouse's own: its target is `Gatehouse.SetUserPoolMessageLimits`.
 */

import * as v from 'valibot';
import { assertMessageLimits } from '#shared/domain/user-pools/message-limits-rules.ts';
import { signed } from '#shared/operations/signed.ts';
import { changeUserPool } from '#shared/services/user-pools/user-pools.ts';
import {
  fromMessageLimits,
  MessagesPerDayType,
  SmsCountriesType,
  toMessageLimits,
} from '#shared/wire/message-limits.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  SmsCountries: v.optional(SmsCountriesType),
  EmailsPerDay: v.optional(MessagesPerDayType),
  SmsPerDay: v.optional(MessagesPerDayType),
});

export const { definition, handler } = signed({
  name: 'SetUserPoolMessageLimits',
  request,
  throws: ['ConcurrentModificationException'],
  run: async ({ UserPoolId, ...given }): Promise<ReturnType<typeof toMessageLimits>> => {
    const messages = fromMessageLimits(given);
    assertMessageLimits(messages);
    return toMessageLimits(await changeUserPool(UserPoolId, () => ({ messages })));
  },
});
