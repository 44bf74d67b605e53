import * as v from 'valibot';
import { codePattern } from './message-patterns.ts';
import { AttributeNameType, BooleanType, DeliveryMediumType, list, text } from './shapes.ts';
import { SmsConfigurationType, SmsVerificationMessageType } from './user-pool-shapes.ts';

export const SmsMfaConfigType = v.object({
  SmsAuthenticationMessage: v.optional(SmsVerificationMessageType),
  SmsConfiguration: v.optional(SmsConfigurationType),
});
export const SoftwareTokenMfaConfigType = v.object({ Enabled: v.optional(BooleanType) });
const EmailMfaMessageType = text({ min: 6, max: 20000, ...codePattern });
const EmailMfaSubjectType = text({ pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s]+' });
export const EmailMfaConfigType = v.object({
  Message: v.optional(EmailMfaMessageType),
  Subject: v.optional(EmailMfaSubjectType),
});
const RelyingPartyIdType = text({ min: 1, max: 127 });
const UserVerificationType = v.picklist(['required', 'preferred']);
const WebAuthnFactorConfigurationType = v.picklist(['SINGLE_FACTOR', 'MULTI_FACTOR_WITH_USER_VERIFICATION']);
export const WebAuthnConfigurationType = v.object({
  RelyingPartyId: v.optional(RelyingPartyIdType),
  UserVerification: v.optional(UserVerificationType),
  FactorConfiguration: v.optional(WebAuthnFactorConfigurationType),
});
export const SMSMfaSettingsType = v.object({
  Enabled: v.optional(BooleanType),
  PreferredMfa: v.optional(BooleanType),
});
export const SoftwareTokenMfaSettingsType = v.object({
  Enabled: v.optional(BooleanType),
  PreferredMfa: v.optional(BooleanType),
});
export const EmailMfaSettingsType = v.object({
  Enabled: v.optional(BooleanType),
  PreferredMfa: v.optional(BooleanType),
});
export const WebAuthnMfaSettingsType = v.object({ Enabled: v.optional(BooleanType) });
const MFAOptionType = v.object({
  DeliveryMedium: v.optional(DeliveryMediumType),
  AttributeName: v.optional(AttributeNameType),
});
export const MFAOptionListType = list(MFAOptionType);
