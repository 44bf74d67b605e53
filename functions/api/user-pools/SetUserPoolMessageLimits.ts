/**
 * Sets limits of what a pool sends: the countries that SMS go to (`SmsCountries`, ISO 3166), and how many messages go out
 * in a day of UTC (`EmailsPerDay`, `SmsPerDay`). What is not given has no limit again. Answers what holds. An operation of
 * Gatehouse's own: its target is `Gatehouse.SetUserPoolMessageLimits`.
 */
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import { assertMessageLimits } from '#shared/domain/user-pools/message-limits-rules.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { UserPools } from '#shared/services/user-pools/user-pools.ts';
import {
  fromMessageLimits,
  MessagesPerDayType,
  SmsCountriesType,
  toMessageLimits,
} from '#shared/wire/message-limits.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { userPools } from '#shared/wiring/user-pools.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  SmsCountries: v.optional(SmsCountriesType),
  EmailsPerDay: v.optional(MessagesPerDayType),
  SmsPerDay: v.optional(MessagesPerDayType),
});

interface Deps {
  readonly userPools: UserPools;
}

const setUserPoolMessageLimits =
  ({ userPools }: Deps): Run<typeof request, ReturnType<typeof toMessageLimits>, SignedCaller> =>
  async ({ UserPoolId, ...given }) => {
    const messages = fromMessageLimits(given);
    assertMessageLimits(messages);
    return toMessageLimits(await userPools.change(UserPoolId, () => ({ messages })));
  };

export const definition = define({
  name: 'SetUserPoolMessageLimits',
  caller: 'signed',
  request,
  throws: ['ConcurrentModificationException'],
  deps: () => ({ userPools: userPools() }),
  run: setUserPoolMessageLimits,
});

export const handler = operation(definition, signed);
