/**
 * Tells the limits of what a pool sends: the countries to which it sends SMS (`SmsCountries`, ISO 3166), and how many
 * messages it sends in a day of UTC (`EmailsPerDay`, `SmsPerDay`). What is missing has no limit. An operation of
 * Gatehouse's own: its target is `Gatehouse.GetUserPoolMessageLimits`.
 */

import * as v from 'valibot';
import { signed } from '#shared/operations/signed.ts';
import { getUserPool } from '#shared/services/user-pools/user-pools.ts';
import { toMessageLimits } from '#shared/wire/message-limits.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({ UserPoolId: UserPoolIdType });

export const { definition, handler } = signed({
  name: 'GetUserPoolMessageLimits',
  request,
  throws: [],
  run: async ({ UserPoolId }): Promise<ReturnType<typeof toMessageLimits>> => {
    const { pool } = await getUserPool(UserPoolId);
    return toMessageLimits(pool);
  },
});
