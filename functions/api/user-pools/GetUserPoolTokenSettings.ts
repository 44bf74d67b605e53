/**
 * Tells what SetUserPoolTokenSettings set for a pool, with the defaults for the rest. An operation of Gatehouse's own: its
 * target is `Gatehouse.GetUserPoolTokenSettings`.
 */

import * as v from 'valibot';
import { signed } from '#shared/operations/signed.ts';
import { getUserPool } from '#shared/services/user-pools/user-pools.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';
import { toTokenSettings } from '#shared/wire/token-settings.ts';

const request = v.object({ UserPoolId: UserPoolIdType });

export const { definition, handler } = signed({
  name: 'GetUserPoolTokenSettings',
  request,
  throws: [],
  run: async ({ UserPoolId }): Promise<ReturnType<typeof toTokenSettings>> => {
    const { pool } = await getUserPool(UserPoolId);
    return toTokenSettings(pool);
  },
});
