import type {
  ChallengeName,
  ChallengeResponse,
  EventResponseType,
  EventType,
  FeedbackValueType,
  RiskDecisionType,
  RiskLevelType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { RiskLevel } from './assess.ts';
import type { RiskAttempt } from './attempt.ts';

/** One answer that an event tells of. */
export interface EventChallenge {
  readonly name: ChallengeName;
  readonly response: ChallengeResponse;
}

/** What was thought of an event. */
export interface EventRisk {
  readonly decision: RiskDecisionType;
  /** Absent where nothing was risky, and where an address was refused. */
  readonly level?: RiskLevelType;
  /** In words. */
  readonly reasons: readonly string[];
  /** True where the password is known elsewhere. */
  readonly compromised: boolean;
}

/** Where an event came from, as people read it. */
export interface EventContext {
  readonly ipAddress?: string;
  /** Browser and system, such as `Chrome 126, Windows 10`. */
  readonly deviceName?: string;
  /** As `-07:00`. */
  readonly timezone?: string;
  readonly city?: string;
  /** Its English name. */
  readonly country?: string;
}

export interface EventFeedback {
  readonly value: FeedbackValueType;
  /** Who said so. */
  readonly provider: 'Admin' | 'User';
  /** Epoch milliseconds. */
  readonly at: number;
}

/** A sign-in, a sign-up, or what was done with a password, as administrators see it later. */
export interface AuthEvent {
  /** Events are in the order of their ids. That of a sign-in is the `event_id` of its tokens. */
  readonly id: string;
  readonly sub: string;
  readonly clientId?: string;
  readonly type: EventType;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly response: EventResponseType;
  readonly risk: EventRisk;
  readonly challenges: readonly EventChallenge[];
  readonly context: EventContext;
  /** Feedback is about this. */
  readonly attempt: RiskAttempt;
  readonly feedback?: EventFeedback;
}

/** Events are kept for two years. */
export const eventLifetimeMs = 2 * 365 * 86_400_000;

/** What is noted of nobody is for no one to read. */
export const nobodyLifetimeMs = 1_800_000;

const levels: Readonly<Record<Exclude<RiskLevel, 'NONE'>, RiskLevelType>> = {
  LOW: 'Low',
  MEDIUM: 'Medium',
  HIGH: 'High',
};

/** A level of risk as events name it; undefined for none. */
export const eventLevel = (level: RiskLevel): RiskLevelType | undefined =>
  level === 'NONE' ? undefined : levels[level];

/** The risk of an event that nobody scored. */
export const unscored: EventRisk = { decision: 'NoRisk', reasons: [], compromised: false };
