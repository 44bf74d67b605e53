/** A value that a call changed. */
interface Difference {
  readonly path: string;
  readonly from?: unknown;
  readonly to?: unknown;
}

/** Settings that a call changed. What is too large is described in place of the list. */
export interface TrailChange {
  readonly type: string;
  readonly id: string;
  readonly change: 'created' | 'changed' | 'removed';
  readonly differences?: readonly Difference[] | { readonly omitted: true };
  readonly settings?: object;
}

/** A record of the audit trail: docs/trail.md says what the members mean. */
export interface TrailRecord {
  /** ISO 8601, in whole seconds. */
  readonly eventTime: string;
  readonly eventName: string;
  readonly eventID: string;
  readonly sourceIPAddress: string;
  readonly userAgent: string;
  readonly requestID: string;
  readonly readOnly?: boolean;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly userIdentity: { readonly type?: string; readonly userName?: string; readonly accessKeyId?: string };
  readonly requestParameters: Readonly<Record<string, unknown>> | null;
  readonly additionalEventData?: Readonly<Record<string, unknown>> & {
    readonly changes?: readonly TrailChange[] | { readonly omitted: true };
  };
}

/** What of the trail is wanted. Times are in seconds since the epoch. */
export interface TrailWishes {
  readonly UserPoolId?: string;
  readonly EventId?: string;
  readonly Sub?: string;
  readonly ClientId?: string;
  readonly AccessKeyId?: string;
  readonly Operator?: string;
  readonly SourceIpAddress?: string;
  readonly EventNames?: readonly string[];
  readonly ErrorCode?: string;
  readonly TriggerName?: string;
  readonly FailuresOnly?: boolean;
  readonly ChangesOnly?: boolean;
  readonly ReadOnly?: boolean;
  readonly StartTime?: number;
  readonly EndTime?: number;
}

/** Something that is counted over time. */
export interface Series {
  readonly Name: string;
  readonly IdentityProvider?: string;
  readonly RiskLevel?: string;
  readonly Values: readonly number[];
}

/** Who called what, and what was counted. */
export interface TrailOperations {
  ListTrailRecords: {
    readonly request: TrailWishes & {
      readonly Order?: 'NEWEST_FIRST' | 'OLDEST_FIRST';
      readonly Limit?: number;
      readonly NextToken?: string | undefined;
    };
    readonly answer: { readonly Records: readonly TrailRecord[]; readonly NextToken?: string };
  };
  GetUserPoolMetrics: {
    readonly request: {
      readonly UserPoolId: string;
      readonly StartTime?: number;
      readonly EndTime?: number;
      readonly Period?: 60 | 300 | 3600 | 86_400;
    };
    readonly answer: {
      readonly Period: number;
      readonly Timestamps: readonly number[];
      readonly Series: readonly Series[];
    };
  };
  GetUserPoolUsage: {
    readonly request: { readonly UserPoolId: string; readonly Month?: string };
    readonly answer: { readonly UserPoolId: string; readonly Month: string; readonly MonthlyActiveUsers: number };
  };
}
