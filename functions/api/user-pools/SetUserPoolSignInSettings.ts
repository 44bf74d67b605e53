/**
 * Sets how long a pool's codes are and how long they are valid, when wrong passwords and codes lock a name out, and
 * whether a change of the password ends sessions. What is not given gets the API's value again. Answers the settings,
 * in digits and seconds: `Codes` (Verification, Recovery, Authentication), `Lockout` and `PasswordChange`. An operation
 * of Gatehouse's own: its target is `Gatehouse.SetUserPoolSignInSettings`.
 */

import * as v from 'valibot';
import { assertSignInSettings } from '#shared/domain/user-pools/settings.ts';
import { signed } from '#shared/operations/signed.ts';
import { changeUserPool } from '#shared/services/user-pools/user-pools.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';
import {
  fromSignInSettings,
  SignInCodesType,
  SignInLockoutType,
  SignInPasswordChangeType,
  toSignInSettings,
} from '#shared/wire/sign-in-settings.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Codes: v.optional(SignInCodesType),
  Lockout: v.optional(SignInLockoutType),
  PasswordChange: v.optional(SignInPasswordChangeType),
});

export const { definition, handler } = signed({
  name: 'SetUserPoolSignInSettings',
  request,
  throws: ['ConcurrentModificationException'],
  run: async ({ UserPoolId, ...given }): Promise<ReturnType<typeof toSignInSettings>> => {
    const signIn = fromSignInSettings(given);
    assertSignInSettings(signIn);
    return toSignInSettings(await changeUserPool(UserPoolId, () => ({ signIn })));
  },
});
