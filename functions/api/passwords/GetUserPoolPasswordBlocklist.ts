/**
 * Tells which lists of leaked passwords a pool has beside the one that is built in, and whether its password policy
 * refuses what is on them. An operation of Gatehouse's own: its target is `Gatehouse.GetUserPoolPasswordBlocklist`.
 */

import * as v from 'valibot';
import { signed } from '#shared/operations/signed.ts';
import { getUserPool } from '#shared/services/user-pools/user-pools.ts';
import { toPasswordBlocklist } from '#shared/wire/password-blocklist.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({ UserPoolId: UserPoolIdType });

export const { definition, handler } = signed({
  name: 'GetUserPoolPasswordBlocklist',
  request,
  throws: [],
  run: async ({ UserPoolId }): Promise<ReturnType<typeof toPasswordBlocklist>> => {
    const { pool } = await getUserPool(UserPoolId);
    return toPasswordBlocklist(pool);
  },
});
