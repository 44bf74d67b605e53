import type { RiskConfigurationType, SetRiskConfigurationRequest } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import type { RiskConfiguration } from '#shared/domain/risk/pool-risk.ts';
import { ArnType, list, type RequestOf, StringType, text } from './shapes.ts';
import { toEpochSeconds, type Wire } from './wire.ts';

const EventFilterType = v.picklist(['SIGN_IN', 'PASSWORD_CHANGE', 'SIGN_UP']);
const EventFiltersType = list(EventFilterType);
const CompromisedCredentialsEventActionType = v.picklist(['BLOCK', 'NO_ACTION']);
const CompromisedCredentialsActionsType = v.object({ EventAction: CompromisedCredentialsEventActionType });
const CompromisedCredentialsRiskConfigurationType = v.object({
  EventFilter: v.optional(EventFiltersType),
  Actions: CompromisedCredentialsActionsType,
});
const EmailNotificationSubjectType = text({ min: 1, max: 140, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s]+' });
const EmailNotificationBodyType = text({ min: 6, max: 20000, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]+' });
const NotifyEmailType = v.object({
  Subject: EmailNotificationSubjectType,
  HtmlBody: v.optional(EmailNotificationBodyType),
  TextBody: v.optional(EmailNotificationBodyType),
});
const NotifyConfigurationType = v.object({
  From: v.optional(StringType),
  ReplyTo: v.optional(StringType),
  SourceArn: ArnType,
  BlockEmail: v.optional(NotifyEmailType),
  NoActionEmail: v.optional(NotifyEmailType),
  MfaEmail: v.optional(NotifyEmailType),
});
const AccountTakeoverActionNotifyType = v.boolean();
const AccountTakeoverEventActionType = v.picklist(['BLOCK', 'MFA_IF_CONFIGURED', 'MFA_REQUIRED', 'NO_ACTION']);
const AccountTakeoverActionType = v.object({
  Notify: AccountTakeoverActionNotifyType,
  EventAction: AccountTakeoverEventActionType,
});
const AccountTakeoverActionsType = v.object({
  LowAction: v.optional(AccountTakeoverActionType),
  MediumAction: v.optional(AccountTakeoverActionType),
  HighAction: v.optional(AccountTakeoverActionType),
});
const AccountTakeoverRiskConfigurationType = v.object({
  NotifyConfiguration: v.optional(NotifyConfigurationType),
  Actions: AccountTakeoverActionsType,
});
const BlockedIPRangeListType = list(StringType, { max: 200 });
const SkippedIPRangeListType = list(StringType, { max: 200 });
const RiskExceptionConfigurationType = v.object({
  BlockedIPRangeList: v.optional(BlockedIPRangeListType),
  SkippedIPRangeList: v.optional(SkippedIPRangeListType),
});

/** The sections of a risk configuration, as SetRiskConfiguration takes them. */
export const riskSections = {
  CompromisedCredentialsRiskConfiguration: v.optional(CompromisedCredentialsRiskConfigurationType),
  AccountTakeoverRiskConfiguration: v.optional(AccountTakeoverRiskConfigurationType),
  RiskExceptionConfiguration: v.optional(RiskExceptionConfigurationType),
} satisfies RequestOf<Omit<SetRiskConfigurationRequest, 'UserPoolId' | 'ClientId'>>['entries'];

/** A risk configuration in an answer: only the sections that are set. */
export const toRiskConfigurationType = (
  { UserPoolId, ClientId }: { readonly UserPoolId: string; readonly ClientId: string | undefined },
  configuration: RiskConfiguration | undefined,
): Wire<RiskConfigurationType> => {
  const { modifiedAt, ...sections } = configuration ?? {};
  return {
    UserPoolId,
    ClientId,
    ...sections,
    ...(modifiedAt !== undefined && { LastModifiedDate: toEpochSeconds(modifiedAt) }),
  };
};
