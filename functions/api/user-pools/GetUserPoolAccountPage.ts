/**
 * Tells what SetUserPoolAccountPage set, and the defaults for the rest. An operation of Gatehouse's own: its target is
 * `Gatehouse.GetUserPoolAccountPage`.
 */

import * as v from 'valibot';
import { signed } from '#shared/operations/signed.ts';
import { getUserPool } from '#shared/services/user-pools/user-pools.ts';
import { toAccountPage } from '#shared/wire/account-page.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({ UserPoolId: UserPoolIdType });

export const { definition, handler } = signed({
  name: 'GetUserPoolAccountPage',
  request,
  throws: [],
  run: async ({ UserPoolId }): Promise<ReturnType<typeof toAccountPage>> => {
    const { pool } = await getUserPool(UserPoolId);
    return toAccountPage(pool);
  },
});
