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
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { TokenCaller } from '#shared/services/callers/access-token.ts';
import type { MfaPreferences } from '#shared/services/mfa/mfa-preferences.ts';
import type { Users } from '#shared/services/users/users.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { toWishes } from '#shared/wire/mfa.ts';
import {
  EmailMfaSettingsType,
  SMSMfaSettingsType,
  SoftwareTokenMfaSettingsType,
  WebAuthnMfaSettingsType,
} from '#shared/wire/mfa-shapes.ts';
import { TokenModelType } from '#shared/wire/shapes.ts';
import { accessToken } from '#shared/wiring/access-token-callers.ts';
import { mfaPreferences } from '#shared/wiring/mfa-preferences.ts';
import { users } from '#shared/wiring/users.ts';

const request = v.object({
  SMSMfaSettings: v.optional(SMSMfaSettingsType),
  SoftwareTokenMfaSettings: v.optional(SoftwareTokenMfaSettingsType),
  EmailMfaSettings: v.optional(EmailMfaSettingsType),
  WebAuthnMfaSettings: v.optional(WebAuthnMfaSettingsType),
  AccessToken: TokenModelType,
}) satisfies RequestOf<SetUserMFAPreferenceRequest>;

interface Deps {
  readonly mfaPreferences: MfaPreferences;
  readonly users: Users;
}

const setUserMFAPreference =
  ({ mfaPreferences, users }: Deps): Run<typeof request, SetUserMFAPreferenceResponse, TokenCaller> =>
  async (given, { caller: { pool, userKey } }) => {
    mfaPreferences.assertPasskeys(pool, given.WebAuthnMfaSettings?.Enabled);
    await mfaPreferences.change(pool, () => users.getByKey(pool, userKey), toWishes(given));
    return {};
  };

export const definition = define({
  name: 'SetUserMFAPreference',
  caller: 'accessToken',
  request,
  throws: ['PasswordResetRequiredException', 'UserNotConfirmedException', 'UserNotFoundException'],
  deps: () => ({ mfaPreferences: mfaPreferences(), users: users() }),
  run: setUserMFAPreference,
});

export const handler = operation(definition, accessToken);
