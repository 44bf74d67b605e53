/**
 * Sets how long a pool's codes are and live, when wrong passwords and codes lock a name out, and whether a change of the
 * password ends sessions. What is not given has the value of the API again. Answers what holds, in digits and seconds:
 * `Codes` (Verification, Recovery, Authentication), `Lockout` and `PasswordChange`. An operation of Gatehouse's own: its target is `Gatehouse.SetUserPoolSignInSettings`.
 */
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import { assertSignInSettings } from '#shared/domain/user-pools/sign-in-settings.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { UserPools } from '#shared/services/user-pools/user-pools.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';
import {
  fromSignInSettings,
  SignInCodesType,
  SignInLockoutType,
  SignInPasswordChangeType,
  toSignInSettings,
} from '#shared/wire/sign-in-settings.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { userPools } from '#shared/wiring/user-pools.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Codes: v.optional(SignInCodesType),
  Lockout: v.optional(SignInLockoutType),
  PasswordChange: v.optional(SignInPasswordChangeType),
});

interface Deps {
  readonly userPools: UserPools;
}

const setUserPoolSignInSettings =
  ({ userPools }: Deps): Run<typeof request, ReturnType<typeof toSignInSettings>, SignedCaller> =>
  async ({ UserPoolId, ...given }) => {
    const signIn = fromSignInSettings(given);
    assertSignInSettings(signIn);
    return toSignInSettings(await userPools.change(UserPoolId, () => ({ signIn })));
  };

export const definition = define({
  name: 'SetUserPoolSignInSettings',
  caller: 'signed',
  request,
  throws: ['ConcurrentModificationException'],
  deps: () => ({ userPools: userPools() }),
  run: setUserPoolSignInSettings,
});

export const handler = operation(definition, signed);
