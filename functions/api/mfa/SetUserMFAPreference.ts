/**
 * Sets which second factors the bearer of an access token is asked for, and which one first.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserMFAPreference.html
 */

import type {
  SetUserMFAPreferenceRequest,
  SetUserMFAPreferenceResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { byAccessToken } from '#shared/operations/by-access-token.ts';
import { assertPasskeysAllowed, changeMfaPreference } from '#shared/services/mfa/mfa-preferences.ts';
import { users } from '#shared/services/users/users.ts';
import { toWishes } from '#shared/wire/mfa.ts';
import {
  EmailMfaSettingsType,
  SMSMfaSettingsType,
  SoftwareTokenMfaSettingsType,
  WebAuthnMfaSettingsType,
} from '#shared/wire/mfa-shapes.ts';
import { type RequestOf, TokenModelType } from '#shared/wire/shapes.ts';

const request = v.object({
  SMSMfaSettings: v.optional(SMSMfaSettingsType),
  SoftwareTokenMfaSettings: v.optional(SoftwareTokenMfaSettingsType),
  EmailMfaSettings: v.optional(EmailMfaSettingsType),
  WebAuthnMfaSettings: v.optional(WebAuthnMfaSettingsType),
  AccessToken: TokenModelType,
}) satisfies RequestOf<SetUserMFAPreferenceRequest>;

export const { definition, handler } = byAccessToken({
  name: 'SetUserMFAPreference',
  request,
  throws: ['PasswordResetRequiredException', 'UserNotConfirmedException', 'UserNotFoundException'],
  run: async (given, { pool, userKey }): Promise<SetUserMFAPreferenceResponse> => {
    assertPasskeysAllowed(pool, given.WebAuthnMfaSettings?.Enabled);
    await changeMfaPreference(pool, () => users().getByKey(pool, userKey), toWishes(given));
    return {};
  },
});
