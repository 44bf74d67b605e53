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
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { changeMfaPreference } from '#shared/services/mfa/mfa-preferences.ts';
import { users } from '#shared/services/users/users.ts';
import { toSmsWish } from '#shared/wire/mfa.ts';
import { MFAOptionListType } from '#shared/wire/mfa-shapes.ts';
import { type RequestOf, UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Username: UsernameType,
  MFAOptions: MFAOptionListType,
}) satisfies RequestOf<AdminSetUserSettingsRequest>;

export const { definition, handler } = signedOnPool({
  name: 'AdminSetUserSettings',
  request,
  throws: ['UserNotFoundException'],
  run: async ({ Username, MFAOptions }, { pool }): Promise<AdminSetUserSettingsResponse> => {
    await changeMfaPreference(pool, () => users().get(pool, Username), toSmsWish(MFAOptions));
    return {};
  },
});
