/**
 * Tells how long a pool's codes are and how long they are valid (`Codes`: Verification, Recovery, Authentication), when
 * wrong passwords and codes lock a name out (`Lockout`), and whether a change of the password ends sessions
 * (`PasswordChange`). Lengths are in digits, times in seconds. A missing `Length` is six digits by SMS and eight by
 * e-mail. An operation of Gatehouse's own: its target is `Gatehouse.GetUserPoolSignInSettings`.
 */

import * as v from 'valibot';
import { signed } from '#shared/operations/signed.ts';
import { getUserPool } from '#shared/services/user-pools/user-pools.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';
import { toSignInSettings } from '#shared/wire/sign-in-settings.ts';

const request = v.object({ UserPoolId: UserPoolIdType });

export const { definition, handler } = signed({
  name: 'GetUserPoolSignInSettings',
  request,
  throws: [],
  run: async ({ UserPoolId }): Promise<ReturnType<typeof toSignInSettings>> => {
    const { pool } = await getUserPool(UserPoolId);
    return toSignInSettings(pool);
  },
});
