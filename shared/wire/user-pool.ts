import type {
  LambdaConfigType,
  SchemaAttributeType,
  UserPoolDescriptionType,
  UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';
import { acrLevels, acrName, namesAcr } from '#shared/domain/user-pools/acr-names.ts';
import type { AttributeSchema } from '#shared/domain/user-pools/attribute-schema.ts';
import { passwordPolicy } from '#shared/domain/user-pools/settings.ts';
import { poolArn, type UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { toEpochSeconds, type Wire } from './wire.ts';

/** The account of the deployment, for ARNs. */
export interface AwsAccount {
  readonly accountId: string;
}

const constraintsOf = ({ type, min, max }: AttributeSchema): Partial<SchemaAttributeType> => {
  if (type === 'String') return { StringAttributeConstraints: { MinLength: min, MaxLength: max } };
  return type === 'Number' ? { NumberAttributeConstraints: { MinValue: min, MaxValue: max } } : {};
};

/** An attribute, as descriptions of pools have it. */
export const toSchemaAttribute = (attribute: AttributeSchema): SchemaAttributeType => ({
  Name: attribute.name,
  AttributeDataType: attribute.type,
  DeveloperOnlyAttribute: attribute.developerOnly,
  Mutable: attribute.mutable,
  Required: attribute.required,
  ...constraintsOf(attribute),
});

// Either member names the function that changes tokens, and readers may look at either one.
const toLambdaConfig = ({ settings }: UserPool): LambdaConfigType => {
  const { PreTokenGeneration: arn, PreTokenGenerationConfig: config, ...others } = settings.LambdaConfig ?? {};
  if (!arn && !config) return others;
  return {
    ...others,
    PreTokenGeneration: arn ?? config?.LambdaArn,
    PreTokenGenerationConfig: config ?? { LambdaVersion: 'V1_0', LambdaArn: arn },
  };
};

// A pool that names some levels is answered with the names of all.
const toAcrConfiguration = (pool: UserPool): UserPoolType['AcrConfiguration'] =>
  namesAcr(pool)
    ? Object.fromEntries(acrLevels.map((level) => [`Level${level}`, { AcrValue: acrName(pool, level) }]))
    : undefined;

const toPasswordPolicy = (pool: UserPool) => {
  const policy = passwordPolicy(pool);
  return {
    MinimumLength: policy.minimumLength,
    RequireUppercase: policy.requireUppercase,
    RequireLowercase: policy.requireLowercase,
    RequireNumbers: policy.requireNumbers,
    RequireSymbols: policy.requireSymbols,
    ...(policy.historySize > 0 && { PasswordHistorySize: policy.historySize }),
    TemporaryPasswordValidityDays: policy.temporaryPasswordValidityDays,
  };
};

/** A pool as CreateUserPool and DescribeUserPool answer it, with defaults filled in. */
export const toUserPool = (pool: UserPool, estimatedUsers: number, place: AwsAccount): Wire<UserPoolType> => {
  const { settings } = pool;
  const { temporaryPasswordValidityDays } = passwordPolicy(pool);
  return {
    Id: pool.id,
    Name: pool.name,
    Policies: {
      PasswordPolicy: toPasswordPolicy(pool),
      SignInPolicy: {
        AllowedFirstAuthFactors: settings.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? ['PASSWORD'],
      },
    },
    DeletionProtection: settings.DeletionProtection ?? 'INACTIVE',
    LambdaConfig: toLambdaConfig(pool),
    LastModifiedDate: toEpochSeconds(pool.updatedAt),
    CreationDate: toEpochSeconds(pool.createdAt),
    SchemaAttributes: pool.schema.map(toSchemaAttribute),
    AutoVerifiedAttributes: settings.AutoVerifiedAttributes,
    AliasAttributes: settings.AliasAttributes,
    UsernameAttributes: settings.UsernameAttributes,
    SmsVerificationMessage: settings.SmsVerificationMessage,
    EmailVerificationMessage: settings.EmailVerificationMessage,
    EmailVerificationSubject: settings.EmailVerificationSubject,
    VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_CODE', ...settings.VerificationMessageTemplate },
    SmsAuthenticationMessage: settings.SmsAuthenticationMessage,
    UserAttributeUpdateSettings: {
      AttributesRequireVerificationBeforeUpdate: [],
      ...settings.UserAttributeUpdateSettings,
    },
    MfaConfiguration: settings.MfaConfiguration ?? 'OFF',
    DeviceConfiguration: settings.DeviceConfiguration,
    EstimatedNumberOfUsers: estimatedUsers,
    Domain: pool.domain,
    CustomDomain: pool.customDomain,
    EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT', ...settings.EmailConfiguration },
    SmsConfiguration: settings.SmsConfiguration,
    UserPoolTags: settings.UserPoolTags ?? {},
    AdminCreateUserConfig: {
      AllowAdminCreateUserOnly: settings.AdminCreateUserConfig?.AllowAdminCreateUserOnly ?? false,
      UnusedAccountValidityDays: temporaryPasswordValidityDays,
      InviteMessageTemplate: settings.AdminCreateUserConfig?.InviteMessageTemplate,
    },
    UserPoolAddOns: settings.UserPoolAddOns,
    UsernameConfiguration: settings.UsernameConfiguration,
    Arn: poolArn(pool.id, place),
    AccountRecoverySetting: settings.AccountRecoverySetting,
    UserPoolTier: settings.UserPoolTier ?? 'ESSENTIALS',
    KeyConfiguration: settings.KeyConfiguration,
    IssuerConfiguration: settings.IssuerConfiguration,
    DcrConfiguration: settings.DcrConfiguration,
    AcrConfiguration: toAcrConfiguration(pool),
  };
};

/** A pool as ListUserPools answers it. */
export const toUserPoolDescription = (pool: UserPool): Wire<UserPoolDescriptionType> => ({
  Id: pool.id,
  Name: pool.name,
  LambdaConfig: toLambdaConfig(pool),
  LastModifiedDate: toEpochSeconds(pool.updatedAt),
  CreationDate: toEpochSeconds(pool.createdAt),
});
