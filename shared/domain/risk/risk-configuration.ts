import type { SetRiskConfigurationRequest, UserPoolAddOnsType } from '@aws-sdk/client-cognito-identity-provider';

/** What SetRiskConfiguration sets, as it was given. */
export type RiskSections = Omit<SetRiskConfigurationRequest, 'UserPoolId' | 'ClientId'>;

type Notify = NonNullable<NonNullable<RiskSections['AccountTakeoverRiskConfiguration']>['NotifyConfiguration']>;

/** The texts of notifications. They may be long, so that they are not kept with what every sign-in reads. */
export type RiskMails = Pick<Notify, 'BlockEmail' | 'NoActionEmail' | 'MfaEmail'>;

/** A risk configuration, without the texts of its notifications. */
export interface RiskConfiguration extends RiskSections {
  /** Epoch milliseconds. */
  readonly modifiedAt: number;
}

/** From where members of a group may sign in, in CIDR notation. */
export interface GroupRanges {
  readonly group: string;
  /** Only from these, where there are any. */
  readonly allowed?: readonly string[];
  readonly blocked?: readonly string[];
}

/** Gatehouse's own settings of threat protection. What is left out has the first of its values. */
export interface RiskSettings {
  /** What becomes of a user without a second factor where the risk requires one. */
  readonly withoutFactor?: 'BLOCK' | 'SET_UP';
  /** What follows where a user says of a sign-in that it was somebody else. */
  readonly invalidFeedback?: 'NO_ACTION' | 'REQUIRE_NEW_PASSWORD';
  readonly groups?: readonly GroupRanges[];
}

interface AddedOn {
  readonly settings: { readonly UserPoolAddOns?: UserPoolAddOnsType | undefined };
}

export type ProtectionMode = 'OFF' | 'AUDIT' | 'ENFORCED';

/** What threat protection does in sign-ins of that flow: custom ones have a mode of their own. */
export const protectionMode = ({ settings }: AddedOn, flow?: string): ProtectionMode => {
  const { AdvancedSecurityMode: standard, AdvancedSecurityAdditionalFlows: others } = settings.UserPoolAddOns ?? {};
  return (flow === 'CUSTOM_AUTH' ? others?.CustomAuthMode : standard) ?? 'OFF';
};

/** True where threat protection is on for sign-ins of any kind. */
export const isProtected = (pool: AddedOn): boolean =>
  protectionMode(pool) !== 'OFF' || protectionMode(pool, 'CUSTOM_AUTH') !== 'OFF';

/** The risk configuration of sign-ins with that client: its own, which replaces the pool's as a whole. */
export const riskConfigurationOf = ({
  pool,
  client,
}: {
  readonly pool: { readonly risk?: { readonly configuration?: RiskConfiguration | undefined } };
  readonly client?: { readonly risk?: RiskConfiguration | undefined } | undefined;
}): RiskConfiguration | undefined => client?.risk ?? pool.risk?.configuration;

/** The sections without the texts, and the texts. */
export const withoutMails = (
  sections: RiskSections,
): { readonly sections: RiskSections; readonly mails: RiskMails | undefined } => {
  const { AccountTakeoverRiskConfiguration: takeover } = sections;
  if (!takeover?.NotifyConfiguration) return { sections, mails: undefined };
  const { BlockEmail, NoActionEmail, MfaEmail, ...NotifyConfiguration } = takeover.NotifyConfiguration;
  const mails = {
    ...(BlockEmail && { BlockEmail }),
    ...(NoActionEmail && { NoActionEmail }),
    ...(MfaEmail && { MfaEmail }),
  };
  return {
    sections: { ...sections, AccountTakeoverRiskConfiguration: { ...takeover, NotifyConfiguration } },
    mails: Object.keys(mails).length > 0 ? mails : undefined,
  };
};

/** The sections with the texts again. */
export const withMails = (sections: RiskSections, mails: RiskMails | undefined): RiskSections => {
  const { AccountTakeoverRiskConfiguration: takeover } = sections;
  if (!takeover?.NotifyConfiguration || !mails) return sections;
  const NotifyConfiguration = { ...takeover.NotifyConfiguration, ...mails };
  return { ...sections, AccountTakeoverRiskConfiguration: { ...takeover, NotifyConfiguration } };
};
