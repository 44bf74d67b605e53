/**
 * Tells how long a pool's codes are and live, when wrong passwords and codes lock a name out, in digits and seconds, and
 * whether a change of the password ends sessions: `Codes` (Verification, Recovery, Authentication), `Lockout` and
 * `PasswordChange`. A `Length` that is missing is six digits by SMS and eight
 * by e-mail. An operation of Gatehouse's own: its target is `Gatehouse.GetUserPoolSignInSettings`.
 */
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { UserPools } from '#shared/services/user-pools/user-pools.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';
import { toSignInSettings } from '#shared/wire/sign-in-settings.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { userPools } from '#shared/wiring/user-pools.ts';

const request = v.object({ UserPoolId: UserPoolIdType });

interface Deps {
  readonly userPools: UserPools;
}

const getUserPoolSignInSettings =
  ({ userPools }: Deps): Run<typeof request, ReturnType<typeof toSignInSettings>, SignedCaller> =>
  async ({ UserPoolId }) => {
    const { pool } = await userPools.get(UserPoolId);
    return toSignInSettings(pool);
  };

export const definition = define({
  name: 'GetUserPoolSignInSettings',
  caller: 'signed',
  request,
  throws: [],
  deps: () => ({ userPools: userPools() }),
  run: getUserPoolSignInSettings,
});

export const handler = operation(definition, signed);
