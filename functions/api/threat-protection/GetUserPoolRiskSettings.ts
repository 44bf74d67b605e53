/**
 * Tells what threat protection does in a pool beyond the API, as SetUserPoolRiskSettings sets it. An operation of
 * Gatehouse's own: its target is `Gatehouse.GetUserPoolRiskSettings`.
 */

import * as v from 'valibot';
import { signed } from '#shared/operations/signed.ts';
import { getUserPool } from '#shared/services/user-pools/user-pools.ts';
import { toRiskSettings } from '#shared/wire/risk-settings.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({ UserPoolId: UserPoolIdType });

export const { definition, handler } = signed({
  name: 'GetUserPoolRiskSettings',
  request,
  throws: [],
  run: async ({ UserPoolId }): Promise<ReturnType<typeof toRiskSettings>> => {
    const { pool } = await getUserPool(UserPoolId);
    return toRiskSettings(UserPoolId, pool.risk?.settings);
  },
});
