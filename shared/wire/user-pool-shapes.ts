import * as v from 'valibot';
import { addressPattern, codePattern, linkPattern } from './message-patterns.ts';
import {
  ArnType,
  BooleanType,
  integer,
  list,
  map,
  OAuthFlowsType,
  ScopeListType,
  StringType,
  text,
  WrappedBooleanType,
} from './shapes.ts';

export const UserPoolNameType = text({ min: 1, max: 128, pattern: '[\\w\\s+=,.@-]+' });
const PasswordPolicyMinLengthType = integer({ min: 6, max: 99 });
const PasswordHistorySizeType = integer({ min: 0, max: 24 });
const TemporaryPasswordValidityDaysType = integer({ min: 0, max: 365 });
const PasswordPolicyType = v.object({
  MinimumLength: v.optional(PasswordPolicyMinLengthType),
  RequireUppercase: v.optional(BooleanType),
  RequireLowercase: v.optional(BooleanType),
  RequireNumbers: v.optional(BooleanType),
  RequireSymbols: v.optional(BooleanType),
  PasswordHistorySize: v.optional(PasswordHistorySizeType),
  TemporaryPasswordValidityDays: v.optional(TemporaryPasswordValidityDaysType),
});
const AuthFactorType = v.picklist(['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN', 'SOFTWARE_TOKEN']);
const AllowedFirstAuthFactorsListType = list(AuthFactorType, { min: 1, max: 5 });
const SignInPolicyType = v.object({ AllowedFirstAuthFactors: v.optional(AllowedFirstAuthFactorsListType) });
const UserPoolPolicyType = v.object({
  PasswordPolicy: v.optional(PasswordPolicyType),
  SignInPolicy: v.optional(SignInPolicyType),
});
const DeletionProtectionType = v.picklist(['ACTIVE', 'INACTIVE']);
const PreTokenGenerationLambdaVersionType = v.picklist(['V1_0', 'V2_0', 'V3_0']);
const PreTokenGenerationVersionConfigType = v.object({
  LambdaVersion: PreTokenGenerationLambdaVersionType,
  LambdaArn: ArnType,
});
const CustomSMSSenderLambdaVersionType = v.picklist(['V1_0']);
const CustomSMSLambdaVersionConfigType = v.object({
  LambdaVersion: CustomSMSSenderLambdaVersionType,
  LambdaArn: ArnType,
});
const CustomEmailSenderLambdaVersionType = v.picklist(['V1_0']);
const CustomEmailLambdaVersionConfigType = v.object({
  LambdaVersion: CustomEmailSenderLambdaVersionType,
  LambdaArn: ArnType,
});
const InboundFederationLambdaVersionType = v.picklist(['V1_0']);
const InboundFederationLambdaType = v.object({
  LambdaVersion: InboundFederationLambdaVersionType,
  LambdaArn: ArnType,
});
const LambdaConfigType = v.object({
  PreSignUp: v.optional(ArnType),
  CustomMessage: v.optional(ArnType),
  PostConfirmation: v.optional(ArnType),
  PreAuthentication: v.optional(ArnType),
  PostAuthentication: v.optional(ArnType),
  DefineAuthChallenge: v.optional(ArnType),
  CreateAuthChallenge: v.optional(ArnType),
  VerifyAuthChallengeResponse: v.optional(ArnType),
  PreTokenGeneration: v.optional(ArnType),
  UserMigration: v.optional(ArnType),
  PreTokenGenerationConfig: v.optional(PreTokenGenerationVersionConfigType),
  CustomSMSSender: v.optional(CustomSMSLambdaVersionConfigType),
  CustomEmailSender: v.optional(CustomEmailLambdaVersionConfigType),
  KMSKeyID: v.optional(ArnType),
  InboundFederation: v.optional(InboundFederationLambdaType),
});
const VerifiedAttributeType = v.picklist(['phone_number', 'email']);
const VerifiedAttributesListType = list(VerifiedAttributeType);
const AliasAttributeType = v.picklist(['phone_number', 'email', 'preferred_username']);
export const AliasAttributesListType = list(AliasAttributeType);
const UsernameAttributeType = v.picklist(['phone_number', 'email']);
export const UsernameAttributesListType = list(UsernameAttributeType);
export const SmsVerificationMessageType = text({ min: 6, max: 140, pattern: '.*\\{####\\}.*' });
const EmailVerificationMessageType = text({ min: 6, max: 20000, ...codePattern });
const EmailVerificationSubjectType = text({ min: 1, max: 140, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s]+' });
const EmailVerificationMessageByLinkType = text({ min: 6, max: 20000, ...linkPattern });
const EmailVerificationSubjectByLinkType = text({
  min: 1,
  max: 140,
  pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s]+',
});
const DefaultEmailOptionType = v.picklist(['CONFIRM_WITH_LINK', 'CONFIRM_WITH_CODE']);
const VerificationMessageTemplateType = v.object({
  SmsMessage: v.optional(SmsVerificationMessageType),
  EmailMessage: v.optional(EmailVerificationMessageType),
  EmailSubject: v.optional(EmailVerificationSubjectType),
  EmailMessageByLink: v.optional(EmailVerificationMessageByLinkType),
  EmailSubjectByLink: v.optional(EmailVerificationSubjectByLinkType),
  DefaultEmailOption: v.optional(DefaultEmailOptionType),
});
export const UserPoolMfaType = v.picklist(['OFF', 'ON', 'OPTIONAL']);
const AttributesRequireVerificationBeforeUpdateType = list(VerifiedAttributeType);
const UserAttributeUpdateSettingsType = v.object({
  AttributesRequireVerificationBeforeUpdate: v.optional(AttributesRequireVerificationBeforeUpdateType),
});
const DeviceConfigurationType = v.object({
  ChallengeRequiredOnNewDevice: v.optional(BooleanType),
  DeviceOnlyRememberedOnUserPrompt: v.optional(BooleanType),
});
const EmailAddressType = text(addressPattern);
const EmailSendingAccountType = v.picklist(['COGNITO_DEFAULT', 'DEVELOPER']);
const SESConfigurationSet = text({ min: 1, max: 64, pattern: '^[a-zA-Z0-9_-]+$' });
const EmailConfigurationType = v.object({
  SourceArn: v.optional(ArnType),
  ReplyToEmailAddress: v.optional(EmailAddressType),
  EmailSendingAccount: v.optional(EmailSendingAccountType),
  From: v.optional(StringType),
  ConfigurationSet: v.optional(SESConfigurationSet),
});
const OptionalArnType = text({
  min: 0,
  max: 2048,
  pattern: '(arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:([\\w+=/,.@-]*)?:[0-9]+:[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?)?',
});
const RegionCodeType = text({ min: 5, max: 32 });
const EumsSmsConfigurationType = v.object({
  CallerArn: ArnType,
  ExternalId: v.optional(StringType),
  OriginationIdentity: v.optional(StringType),
  ConfigurationSetName: v.optional(StringType),
  InEntityId: v.optional(StringType),
  InTemplateId: v.optional(StringType),
  Region: v.optional(RegionCodeType),
});
export const SmsConfigurationType = v.object({
  SnsCallerArn: v.optional(OptionalArnType),
  ExternalId: v.optional(StringType),
  SnsRegion: v.optional(RegionCodeType),
  EumsSms: v.optional(EumsSmsConfigurationType),
});
const TagKeysType = text({ min: 1, max: 128 });
const TagValueType = text({ min: 0, max: 256 });
export const UserPoolTagsType = map(TagKeysType, TagValueType);
export const UserPoolTagsListType = list(TagKeysType);
const AdminCreateUserUnusedAccountValidityDaysType = integer({ min: 0, max: 365 });
const SmsInviteMessageType = text({ min: 6, max: 140, pattern: '[\\s\\S]*' });
const EmailInviteMessageType = text({ min: 6, max: 20000, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*' });
const MessageTemplateType = v.object({
  SMSMessage: v.optional(SmsInviteMessageType),
  EmailMessage: v.optional(EmailInviteMessageType),
  EmailSubject: v.optional(EmailVerificationSubjectType),
});
const AdminCreateUserConfigType = v.object({
  AllowAdminCreateUserOnly: v.optional(BooleanType),
  UnusedAccountValidityDays: v.optional(AdminCreateUserUnusedAccountValidityDaysType),
  InviteMessageTemplate: v.optional(MessageTemplateType),
});
const CustomAttributeNameType = text({ min: 1, max: 20, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+' });
const AttributeDataType = v.picklist(['String', 'Number', 'DateTime', 'Boolean']);
export const NumberAttributeConstraintsType = v.object({
  MinValue: v.optional(StringType),
  MaxValue: v.optional(StringType),
});
export const StringAttributeConstraintsType = v.object({
  MinLength: v.optional(StringType),
  MaxLength: v.optional(StringType),
});
const SchemaAttributeType = v.object({
  Name: v.optional(CustomAttributeNameType),
  AttributeDataType: v.optional(AttributeDataType),
  DeveloperOnlyAttribute: v.optional(BooleanType),
  Mutable: v.optional(BooleanType),
  Required: v.optional(BooleanType),
  NumberAttributeConstraints: v.optional(NumberAttributeConstraintsType),
  StringAttributeConstraints: v.optional(StringAttributeConstraintsType),
});
export const SchemaAttributesListType = list(SchemaAttributeType, { min: 1, max: 50 });
export const CustomAttributesListType = list(SchemaAttributeType, { min: 1, max: 25 });
const AdvancedSecurityModeType = v.picklist(['OFF', 'AUDIT', 'ENFORCED']);
const AdvancedSecurityEnabledModeType = v.picklist(['AUDIT', 'ENFORCED']);
const AdvancedSecurityAdditionalFlowsType = v.object({
  CustomAuthMode: v.optional(AdvancedSecurityEnabledModeType),
});
const UserPoolAddOnsType = v.object({
  AdvancedSecurityMode: AdvancedSecurityModeType,
  AdvancedSecurityAdditionalFlows: v.optional(AdvancedSecurityAdditionalFlowsType),
});
export const UsernameConfigurationType = v.object({ CaseSensitive: WrappedBooleanType });
const PriorityType = integer({ min: 1, max: 2 });
const RecoveryOptionNameType = v.picklist(['verified_email', 'verified_phone_number', 'admin_only']);
const RecoveryOptionType = v.object({ Priority: PriorityType, Name: RecoveryOptionNameType });
const RecoveryMechanismsType = list(RecoveryOptionType, { min: 1, max: 2 });
const AccountRecoverySettingType = v.object({ RecoveryMechanisms: v.optional(RecoveryMechanismsType) });
const UserPoolTierType = v.picklist(['LITE', 'ESSENTIALS', 'PLUS']);
const EncryptionKeyType = v.picklist(['AWS_OWNED_KEY', 'CUSTOMER_MANAGED_KEY']);
const EncryptionKeyArnType = text({
  min: 20,
  max: 2048,
  pattern: 'arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:([\\w+=/,.@-]*)?:[0-9]+:[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?',
});
const KeyConfigurationType = v.object({
  KeyType: v.optional(EncryptionKeyType),
  KmsKeyArn: v.optional(EncryptionKeyArnType),
});
const IssuerType = v.picklist(['ORIGINAL', 'UPDATED']);
const IssuerConfigurationType = v.object({ Type: v.optional(IssuerType) });
const StatusType = v.picklist(['Enabled', 'Disabled']);
const DcrConfigurationType = v.object({
  EnableStatus: v.optional(StatusType),
  OpenDcrEnabled: v.optional(BooleanType),
  AuthenticatedGrantTypes: v.optional(OAuthFlowsType),
  OpenDcrGrantTypes: v.optional(OAuthFlowsType),
  AllowedScopes: v.optional(ScopeListType),
});
const AcrLevelNameType = text({ pattern: '^Level[1-4]$' });
const AcrValueType = text({ min: 1, max: 64, pattern: '[^\\s"\\\\]+' });
const AcrLevelConfigType = v.object({ AcrValue: AcrValueType });
const AcrConfigurationType = map(AcrLevelNameType, AcrLevelConfigType);

/** What CreateUserPool and UpdateUserPool take as settings of a pool. */
export const poolSettings = {
  Policies: v.optional(UserPoolPolicyType),
  DeletionProtection: v.optional(DeletionProtectionType),
  LambdaConfig: v.optional(LambdaConfigType),
  AutoVerifiedAttributes: v.optional(VerifiedAttributesListType),
  AliasAttributes: v.optional(AliasAttributesListType),
  UsernameAttributes: v.optional(UsernameAttributesListType),
  SmsVerificationMessage: v.optional(SmsVerificationMessageType),
  EmailVerificationMessage: v.optional(EmailVerificationMessageType),
  EmailVerificationSubject: v.optional(EmailVerificationSubjectType),
  VerificationMessageTemplate: v.optional(VerificationMessageTemplateType),
  SmsAuthenticationMessage: v.optional(SmsVerificationMessageType),
  MfaConfiguration: v.optional(UserPoolMfaType),
  UserAttributeUpdateSettings: v.optional(UserAttributeUpdateSettingsType),
  DeviceConfiguration: v.optional(DeviceConfigurationType),
  EmailConfiguration: v.optional(EmailConfigurationType),
  SmsConfiguration: v.optional(SmsConfigurationType),
  UserPoolTags: v.optional(UserPoolTagsType),
  AdminCreateUserConfig: v.optional(AdminCreateUserConfigType),
  UserPoolAddOns: v.optional(UserPoolAddOnsType),
  UsernameConfiguration: v.optional(UsernameConfigurationType),
  AccountRecoverySetting: v.optional(AccountRecoverySettingType),
  UserPoolTier: v.optional(UserPoolTierType),
  KeyConfiguration: v.optional(KeyConfigurationType),
  IssuerConfiguration: v.optional(IssuerConfigurationType),
  DcrConfiguration: v.optional(DcrConfigurationType),
  AcrConfiguration: v.optional(AcrConfigurationType),
};
