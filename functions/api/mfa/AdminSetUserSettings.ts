/**
 * Switches codes by SMS on or off for a user, as clients did before AdminSetUserMFAPreference.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminSetUserSettings.html
 */
import type {
  AdminSetUserSettingsRequest,
  AdminSetUserSettingsResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import type { MfaPreferences } from '#shared/services/mfa/mfa-preferences.ts';
import type { Users } from '#shared/services/users/users.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { toSmsWish } from '#shared/wire/mfa.ts';
import { MFAOptionListType } from '#shared/wire/mfa-shapes.ts';
import { UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';
import { directory } from '#shared/wiring/directory.ts';
import { mfaPreferences } from '#shared/wiring/mfa-preferences.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { users } from '#shared/wiring/users.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Username: UsernameType,
  MFAOptions: MFAOptionListType,
}) satisfies RequestOf<AdminSetUserSettingsRequest>;

interface Deps {
  readonly directory: Directory;
  readonly mfaPreferences: MfaPreferences;
  readonly users: Users;
}

const adminSetUserSettings =
  ({ directory, mfaPreferences, users }: Deps): Run<typeof request, AdminSetUserSettingsResponse, SignedCaller> =>
  async ({ UserPoolId, Username, MFAOptions }) => {
    const { pool } = await directory.pool(UserPoolId);
    await mfaPreferences.change(pool, () => users.get(pool, Username), toSmsWish(MFAOptions));
    return {};
  };

export const definition = define({
  name: 'AdminSetUserSettings',
  caller: 'signed',
  request,
  throws: ['UserNotFoundException'],
  deps: () => ({ directory: directory(), mfaPreferences: mfaPreferences(), users: users() }),
  run: adminSetUserSettings,
});

export const handler = operation(definition, signed);
