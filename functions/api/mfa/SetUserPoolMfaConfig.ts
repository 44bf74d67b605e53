/**
 * Sets which second factors a pool requires and offers, and how it uses passkeys. What is not given stays as it is. OFF
 * forgets the factors that were offered.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserPoolMfaConfig.html
 */

import type {
  SetUserPoolMfaConfigRequest,
  SetUserPoolMfaConfigResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { assertFirstFactors, assertMfaMayBe, assertSecondFactors, mfaMode } from '#shared/domain/user-pools/factors.ts';
import { assertSettings } from '#shared/domain/user-pools/settings-rules.ts';
import type { PoolMfa, PoolSettings, PoolWebAuthn, UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { signed } from '#shared/operations/signed.ts';
import { changeUserPool } from '#shared/services/user-pools/user-pools.ts';
import { toMfaConfig } from '#shared/wire/mfa.ts';
import {
  EmailMfaConfigType,
  SmsMfaConfigType,
  SoftwareTokenMfaConfigType,
  WebAuthnConfigurationType,
} from '#shared/wire/mfa-shapes.ts';
import { type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';
import { UserPoolMfaType } from '#shared/wire/user-pool-shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  SmsMfaConfiguration: v.optional(SmsMfaConfigType),
  SoftwareTokenMfaConfiguration: v.optional(SoftwareTokenMfaConfigType),
  EmailMfaConfiguration: v.optional(EmailMfaConfigType),
  MfaConfiguration: v.optional(UserPoolMfaType),
  WebAuthnConfiguration: v.optional(WebAuthnConfigurationType),
}) satisfies RequestOf<SetUserPoolMfaConfigRequest>;

type Request = v.InferOutput<typeof request>;

const settingsWith = (before: PoolSettings, { SmsMfaConfiguration: sms, MfaConfiguration }: Request): PoolSettings => ({
  ...before,
  ...(MfaConfiguration && { MfaConfiguration }),
  ...(sms?.SmsConfiguration && { SmsConfiguration: sms.SmsConfiguration }),
  ...(sms?.SmsAuthenticationMessage && { SmsAuthenticationMessage: sms.SmsAuthenticationMessage }),
});

// A pool that can send SMS offers SMS codes, unless it named only other factors when it began to ask for second
// factors.
const offersSms = ({ settings, mfa }: Pick<UserPool, 'settings' | 'mfa'>, given: Request): boolean | undefined => {
  if (given.SmsMfaConfiguration) return true;
  const namesOthers = given.SoftwareTokenMfaConfiguration?.Enabled || given.EmailMfaConfiguration !== undefined;
  return mfa?.sms ?? (namesOthers && mfaMode({ settings }) === 'OFF' ? false : undefined);
};

// Passkeys are no second factor, and may be set up in any pool.
const givesFactor = (given: Request): boolean =>
  given.SmsMfaConfiguration !== undefined ||
  given.EmailMfaConfiguration !== undefined ||
  given.SoftwareTokenMfaConfiguration?.Enabled === true;

const offWithFactor = (): CognitoException =>
  new CognitoException(
    'InvalidParameterException',
    "Invalid MFA configuration given, can't turn off MFA and configure an MFA together.",
  );

const factorsWith = (pool: Pick<UserPool, 'settings' | 'mfa'>, given: Request): PoolMfa => {
  const before = pool.mfa;
  const email = given.EmailMfaConfiguration;
  const sms = offersSms(pool, given);
  return {
    ...(sms !== undefined && { sms }),
    softwareToken: given.SoftwareTokenMfaConfiguration?.Enabled ?? before?.softwareToken ?? false,
    ...(email
      ? { email: { message: email.Message, subject: email.Subject } }
      : before?.email && { email: before.email }),
  };
};

const toWebAuthn = (given: v.InferOutput<typeof WebAuthnConfigurationType>): PoolWebAuthn => ({
  relyingPartyId: given.RelyingPartyId,
  userVerification: given.UserVerification,
  factor: given.FactorConfiguration,
});

export const { definition, handler } = signed({
  name: 'SetUserPoolMfaConfig',
  request,
  throws: ['ConcurrentModificationException'],
  run: async (given): Promise<Wire<SetUserPoolMfaConfigResponse>> => {
    const passkeys = given.WebAuthnConfiguration;
    const pool = await changeUserPool(given.UserPoolId, (before) => {
      const settings = settingsWith(before.settings, given);
      assertSettings(settings);
      assertMfaMayBe(before, given.MfaConfiguration ?? before.settings.MfaConfiguration);
      const isOff = mfaMode({ settings }) === 'OFF';
      if (isOff && givesFactor(given)) throw offWithFactor();
      const webAuthn = passkeys ? toWebAuthn(passkeys) : before.webAuthn;
      const changed = { settings, mfa: isOff ? undefined : factorsWith(before, given), webAuthn };
      assertSecondFactors(changed);
      assertFirstFactors(changed, 'factors');
      return changed;
    });
    return toMfaConfig(pool);
  },
});
