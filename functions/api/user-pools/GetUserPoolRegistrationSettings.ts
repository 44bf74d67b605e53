/**
 * Tells what SetUserPoolRegistrationSettings set for clients that register themselves, and the defaults for the rest. An
 * operation of Gatehouse's own: its target is `Gatehouse.GetUserPoolRegistrationSettings`.
 */

import * as v from 'valibot';
import { signed } from '#shared/operations/signed.ts';
import { getUserPool } from '#shared/services/user-pools/user-pools.ts';
import { toRegistrationSettings } from '#shared/wire/registration-settings.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({ UserPoolId: UserPoolIdType });

export const { definition, handler } = signed({
  name: 'GetUserPoolRegistrationSettings',
  request,
  throws: [],
  run: async ({ UserPoolId }): Promise<ReturnType<typeof toRegistrationSettings>> => {
    const { pool } = await getUserPool(UserPoolId);
    return toRegistrationSettings(pool);
  },
});
