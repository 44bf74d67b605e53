/**
 * Sets which second factors a user is asked for, and which one first.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminSetUserMFAPreference.html
 */

import type {
  AdminSetUserMFAPreferenceRequest,
  AdminSetUserMFAPreferenceResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { assertPasskeysAllowed, changeMfaPreference } from '#shared/services/mfa/mfa-preferences.ts';
import { users } from '#shared/services/users/users.ts';
import { toWishes } from '#shared/wire/mfa.ts';
import {
  EmailMfaSettingsType,
  SMSMfaSettingsType,
  SoftwareTokenMfaSettingsType,
  WebAuthnMfaSettingsType,
} from '#shared/wire/mfa-shapes.ts';
import { type RequestOf, UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  SMSMfaSettings: v.optional(SMSMfaSettingsType),
  SoftwareTokenMfaSettings: v.optional(SoftwareTokenMfaSettingsType),
  EmailMfaSettings: v.optional(EmailMfaSettingsType),
  WebAuthnMfaSettings: v.optional(WebAuthnMfaSettingsType),
  Username: UsernameType,
  UserPoolId: UserPoolIdType,
}) satisfies RequestOf<AdminSetUserMFAPreferenceRequest>;

export const { definition, handler } = signedOnPool({
  name: 'AdminSetUserMFAPreference',
  request,
  throws: ['UserNotFoundException'],
  run: async ({ Username, ...given }, { pool }): Promise<AdminSetUserMFAPreferenceResponse> => {
    assertPasskeysAllowed(pool, given.WebAuthnMfaSettings?.Enabled);
    await changeMfaPreference(pool, () => users().get(pool, Username), toWishes(given));
    return {};
  },
});
