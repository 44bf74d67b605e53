/**
 * Switches codes by SMS on or off for the bearer of an access token, as clients did before SetUserMFAPreference.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserSettings.html
 */

import type { SetUserSettingsRequest, SetUserSettingsResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { byAccessToken } from '#shared/operations/by-access-token.ts';
import { changeMfaPreference } from '#shared/services/mfa/mfa-preferences.ts';
import { users } from '#shared/services/users/users.ts';
import { toSmsWish } from '#shared/wire/mfa.ts';
import { MFAOptionListType } from '#shared/wire/mfa-shapes.ts';
import { type RequestOf, TokenModelType } from '#shared/wire/shapes.ts';

const request = v.object({
  AccessToken: TokenModelType,
  MFAOptions: MFAOptionListType,
}) satisfies RequestOf<SetUserSettingsRequest>;

export const { definition, handler } = byAccessToken({
  name: 'SetUserSettings',
  request,
  throws: ['PasswordResetRequiredException', 'UserNotConfirmedException', 'UserNotFoundException'],
  run: async ({ MFAOptions }, { pool, userKey }): Promise<SetUserSettingsResponse> => {
    await changeMfaPreference(pool, () => users().getByKey(pool, userKey), toSmsWish(MFAOptions));
    return {};
  },
});
