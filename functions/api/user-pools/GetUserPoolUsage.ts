/**
 * Tells how many users of a pool were active in a month of UTC (`MonthlyActiveUsers`): exactly, each user once. `Month` is
 * the present one unless it is given, as `2026-11`. An operation of Gatehouse's own: its target is
 * `Gatehouse.GetUserPoolUsage`.
 */

import * as v from 'valibot';
import { monthNow } from '#shared/config/clock.ts';
import { activeUsers } from '#shared/data/users/active-users.ts';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { text, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Month: v.optional(text({ min: 7, max: 7, pattern: '[0-9]{4}-(0[1-9]|1[0-2])' })),
});

interface Usage {
  readonly UserPoolId: string;
  readonly Month: string;
  readonly MonthlyActiveUsers: number;
}

export const { definition, handler } = signedOnPool({
  name: 'GetUserPoolUsage',
  request,
  throws: [],
  run: async ({ UserPoolId, Month = monthNow() }): Promise<Usage> => ({
    UserPoolId,
    Month,
    MonthlyActiveUsers: await activeUsers().count(UserPoolId, Month),
  }),
});
