/**
 * Switches codes by SMS on or off for the bearer of an access token, as clients did before SetUserMFAPreference.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserSettings.html
 */
import type { SetUserSettingsRequest, SetUserSettingsResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { TokenCaller } from '#shared/services/callers/access-token.ts';
import type { MfaPreferences } from '#shared/services/mfa/mfa-preferences.ts';
import type { Users } from '#shared/services/users/users.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { toSmsWish } from '#shared/wire/mfa.ts';
import { MFAOptionListType } from '#shared/wire/mfa-shapes.ts';
import { TokenModelType } from '#shared/wire/shapes.ts';
import { accessToken } from '#shared/wiring/access-token-callers.ts';
import { mfaPreferences } from '#shared/wiring/mfa-preferences.ts';
import { users } from '#shared/wiring/users.ts';

const request = v.object({
  AccessToken: TokenModelType,
  MFAOptions: MFAOptionListType,
}) satisfies RequestOf<SetUserSettingsRequest>;

interface Deps {
  readonly mfaPreferences: MfaPreferences;
  readonly users: Users;
}

const setUserSettings =
  ({ mfaPreferences, users }: Deps): Run<typeof request, SetUserSettingsResponse, TokenCaller> =>
  async ({ MFAOptions }, { caller: { pool, userKey } }) => {
    await mfaPreferences.change(pool, () => users.getByKey(pool, userKey), toSmsWish(MFAOptions));
    return {};
  };

export const definition = define({
  name: 'SetUserSettings',
  caller: 'accessToken',
  request,
  throws: ['PasswordResetRequiredException', 'UserNotConfirmedException', 'UserNotFoundException'],
  deps: () => ({ mfaPreferences: mfaPreferences(), users: users() }),
  run: setUserSettings,
});

export const handler = operation(definition, accessToken);
