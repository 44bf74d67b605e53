import type { SetRiskConfigurationRequest } from '@aws-sdk/client-cognito-identity-provider';

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
