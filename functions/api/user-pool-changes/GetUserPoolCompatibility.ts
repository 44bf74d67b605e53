/**
 * Tells whether a pool is `Strict`: then nothing can change that Cognito cannot change. An operation of Gatehouse's
 * own: its target is `Gatehouse.GetUserPoolCompatibility`.
 */

import * as v from 'valibot';
import { signed } from '#shared/operations/signed.ts';
import { getUserPool } from '#shared/services/user-pools/user-pools.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({ UserPoolId: UserPoolIdType });

export const { definition, handler } = signed({
  name: 'GetUserPoolCompatibility',
  request,
  throws: [],
  run: async ({ UserPoolId }) => {
    const { pool } = await getUserPool(UserPoolId);
    return { UserPoolId, Strict: pool.strict ?? false };
  },
});
