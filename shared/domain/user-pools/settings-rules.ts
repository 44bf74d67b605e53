import { CognitoException } from '#shared/errors/exception.ts';
import { assertAcrNames } from './acr-names.ts';
import { assertKeyConfiguration } from './key-configuration.ts';
import { assertTags } from './tags.ts';
import { assertSupported } from './unsupported.ts';
import type { PoolSettings } from './user-pool.ts';

interface Rule {
  readonly broken: (settings: PoolSettings) => boolean;
  readonly message: string;
}

const hasTwice = (values: readonly unknown[]): boolean => new Set(values).size < values.length;

const rules: readonly Rule[] = [
  {
    broken: ({ AliasAttributes, UsernameAttributes }) => !!AliasAttributes?.length && !!UsernameAttributes?.length,
    message: 'Only one of the aliasAttributes or usernameAttributes can be set in a user pool.',
  },
  {
    broken: ({ LambdaConfig }) => {
      const { PreTokenGeneration: arn, PreTokenGenerationConfig: config } = LambdaConfig ?? {};
      return arn !== undefined && config !== undefined && arn !== config.LambdaArn;
    },
    message: 'LambdaConfig.PreTokenGeneration and LambdaConfig.PreTokenGenerationConfig name different functions.',
  },
  {
    broken: ({ LambdaConfig: config }) =>
      (config?.CustomEmailSender !== undefined || config?.CustomSMSSender !== undefined) &&
      config.KMSKeyID === undefined,
    message: 'LambdaConfig.KMSKeyID is required where LambdaConfig names a custom sender.',
  },
  {
    broken: ({ Policies }) => {
      const factors = Policies?.SignInPolicy?.AllowedFirstAuthFactors;
      return factors !== undefined && !factors.includes('PASSWORD');
    },
    message: 'PASSWORD must be one of AllowedFirstAuthFactors.',
  },
  {
    broken: ({ Policies }) => Policies?.SignInPolicy?.AllowedFirstAuthFactors?.includes('SOFTWARE_TOKEN') ?? false,
    message: 'SOFTWARE_TOKEN is a second factor and can not be one of AllowedFirstAuthFactors.',
  },
  {
    broken: ({ EmailConfiguration: email }) => email?.EmailSendingAccount === 'DEVELOPER' && !email.SourceArn,
    message: 'EmailConfiguration.SourceArn is required where EmailSendingAccount is DEVELOPER.',
  },
  {
    broken: ({ EmailConfiguration: email }) =>
      email?.EmailSendingAccount !== 'DEVELOPER' && (!!email?.From || !!email?.ConfigurationSet),
    message: 'EmailConfiguration.From and ConfigurationSet need EmailSendingAccount to be DEVELOPER.',
  },
  {
    broken: ({ AccountRecoverySetting: recovery }) => {
      const names = (recovery?.RecoveryMechanisms ?? []).map(({ Name }) => Name);
      return names.includes('admin_only') && names.length > 1;
    },
    message: 'The recovery mechanism admin_only can not be combined with others.',
  },
  {
    broken: ({ AccountRecoverySetting: recovery }) => {
      const mechanisms = recovery?.RecoveryMechanisms ?? [];
      return hasTwice(mechanisms.map(({ Name }) => Name)) || hasTwice(mechanisms.map(({ Priority }) => Priority));
    },
    message: 'Each recovery mechanism needs a name and a priority of its own.',
  },
  {
    broken: ({ AutoVerifiedAttributes = [], UserAttributeUpdateSettings: update }) =>
      (update?.AttributesRequireVerificationBeforeUpdate ?? []).some((name) => !AutoVerifiedAttributes.includes(name)),
    message: 'AttributesRequireVerificationBeforeUpdate may name attributes of AutoVerifiedAttributes only.',
  },
  {
    broken: ({ Policies, AdminCreateUserConfig }) => {
      const days = Policies?.PasswordPolicy?.TemporaryPasswordValidityDays;
      const unused = AdminCreateUserConfig?.UnusedAccountValidityDays;
      return !!days && !!unused && days !== unused;
    },
    message: 'Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays',
  },
  {
    broken: ({ SmsVerificationMessage: own, VerificationMessageTemplate: template }) =>
      own !== undefined && template?.SmsMessage !== undefined && own !== template.SmsMessage,
    message: 'SmsVerificationMessage and VerificationMessageTemplate.SmsMessage differ.',
  },
  {
    broken: ({ EmailVerificationMessage: own, VerificationMessageTemplate: template }) =>
      own !== undefined && template?.EmailMessage !== undefined && own !== template.EmailMessage,
    message: 'EmailVerificationMessage and VerificationMessageTemplate.EmailMessage differ.',
  },
  {
    broken: ({ EmailVerificationSubject: own, VerificationMessageTemplate: template }) =>
      own !== undefined && template?.EmailSubject !== undefined && own !== template.EmailSubject,
    message: 'EmailVerificationSubject and VerificationMessageTemplate.EmailSubject differ.',
  },
];

/**
 * Throws InvalidParameterException where settings contradict each other, or ask for something that does not exist, and
 * FeatureUnavailableInTierException where the pool's tier lacks it.
 */
export const assertSettings = (settings: PoolSettings): void => {
  assertSupported(settings);
  const broken = rules.find((rule) => rule.broken(settings));
  if (broken) throw new CognitoException('InvalidParameterException', broken.message);
  assertAcrNames(settings);
  assertKeyConfiguration(settings);
  assertTags(settings.UserPoolTags ?? {});
};
