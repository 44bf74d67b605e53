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
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
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
import { UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';
import { directory } from '#shared/wiring/directory.ts';
import { mfaPreferences } from '#shared/wiring/mfa-preferences.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { users } from '#shared/wiring/users.ts';

const request = v.object({
  SMSMfaSettings: v.optional(SMSMfaSettingsType),
  SoftwareTokenMfaSettings: v.optional(SoftwareTokenMfaSettingsType),
  EmailMfaSettings: v.optional(EmailMfaSettingsType),
  WebAuthnMfaSettings: v.optional(WebAuthnMfaSettingsType),
  Username: UsernameType,
  UserPoolId: UserPoolIdType,
}) satisfies RequestOf<AdminSetUserMFAPreferenceRequest>;

interface Deps {
  readonly directory: Directory;
  readonly mfaPreferences: MfaPreferences;
  readonly users: Users;
}

const adminSetUserMFAPreference =
  ({ directory, mfaPreferences, users }: Deps): Run<typeof request, AdminSetUserMFAPreferenceResponse, SignedCaller> =>
  async ({ UserPoolId, Username, ...given }) => {
    const { pool } = await directory.pool(UserPoolId);
    mfaPreferences.assertPasskeys(pool, given.WebAuthnMfaSettings?.Enabled);
    await mfaPreferences.change(pool, () => users.get(pool, Username), toWishes(given));
    return {};
  };

export const definition = define({
  name: 'AdminSetUserMFAPreference',
  caller: 'signed',
  request,
  throws: ['UserNotFoundException'],
  deps: () => ({ directory: directory(), mfaPreferences: mfaPreferences(), users: users() }),
  run: adminSetUserMFAPreference,
});

export const handler = operation(definition, signed);
