import {
  type AccountTakeoverEventActionType,
  DescribeRiskConfigurationCommand,
  SetRiskConfigurationCommand,
  type SetRiskConfigurationCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { adminClient } from './clients.ts';

/** An identity of SES, as a configuration names it. */
export const sesArn = 'arn:aws:ses:eu-central-1:111122223333:identity/noreply@example.com';

/** The settings of a pool in which threat protection acts, and in which it only looks. */
export const enforced = { UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' } } as const;
export const audit = { UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' } } as const;

/** The same action at every level. */
export const takeover = (EventAction: AccountTakeoverEventActionType, Notify = false) => {
  const action = { EventAction, Notify };
  return { Actions: { LowAction: action, MediumAction: action, HighAction: action } };
};

export const setRisk = (UserPoolId: string, given: Omit<SetRiskConfigurationCommandInput, 'UserPoolId'> = {}) =>
  adminClient().send(new SetRiskConfigurationCommand({ UserPoolId, ...given }));

/** The configuration of a pool, or of an app client. */
export const riskOf = async (UserPoolId: string, ClientId?: string) =>
  (await adminClient().send(new DescribeRiskConfigurationCommand({ UserPoolId, ClientId }))).RiskConfiguration;
