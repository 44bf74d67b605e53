interface OfPool {
  readonly UserPoolId: string;
}

/** Settings of a pool that Cognito does not have. Forms read and write them by paths. */
interface SettingsOperation {
  readonly request: OfPool & Readonly<Record<string, unknown>>;
  readonly answer: Readonly<Record<string, unknown>>;
}

/** What a change of a pool may ask for. What is left out stays. */
export interface PoolChangeAsked {
  readonly AliasAttributes?: readonly string[];
  readonly UsernameAttributes?: readonly string[];
  readonly UsernameConfiguration?: { readonly CaseSensitive: boolean };
  readonly RequiredAttributes?: readonly string[];
  readonly MfaConfiguration?: string;
  readonly AttributeConstraints?: unknown;
  readonly RenameAttributes?: readonly { readonly Name: string; readonly NewName: string }[];
  readonly DeleteAttributes?: readonly string[];
}

export interface PoolObstacle {
  readonly Username: string;
  readonly Reasons: readonly {
    readonly Reason: string;
    readonly Attribute: string;
    readonly Name?: string;
    readonly TakenBy?: string;
    readonly Message?: string;
  }[];
}

export interface PoolChange {
  readonly Id: string;
  readonly Status: string;
  readonly Requested?: Readonly<Record<string, unknown>>;
  readonly UsersExamined?: number;
  readonly UsersChanged?: number;
  readonly UsersObstructed?: number;
}

export interface PoolPlan {
  readonly Before: Readonly<Record<string, unknown>>;
  readonly After: Readonly<Record<string, unknown>>;
  readonly UsersExamined: number;
  readonly UsersToChange: number;
  readonly UsersObstructed: number;
  readonly Obstacles: readonly PoolObstacle[];
  readonly NextToken?: string;
}

interface Moved {
  readonly request: OfPool;
  readonly answer: { readonly Change?: PoolChange };
}

export interface PoolOperations {
  GetUserPoolCompatibility: { readonly request: OfPool; readonly answer: { readonly Strict: boolean } };
  SetUserPoolCompatibility: {
    readonly request: OfPool & { readonly Strict: boolean };
    readonly answer: { readonly Strict: boolean };
  };
  GetUserPoolSignInSettings: SettingsOperation;
  SetUserPoolSignInSettings: SettingsOperation;
  GetUserPoolMessageLimits: SettingsOperation;
  SetUserPoolMessageLimits: SettingsOperation;
  GetUserPoolTokenSettings: SettingsOperation;
  SetUserPoolTokenSettings: SettingsOperation;
  GetUserPoolRegistrationSettings: SettingsOperation;
  SetUserPoolRegistrationSettings: SettingsOperation;
  GetUserPoolPasswordBlocklist: SettingsOperation;
  SetUserPoolPasswordBlocklist: SettingsOperation;
  GetUserPoolSearchSettings: {
    readonly request: OfPool;
    readonly answer: {
      readonly SearchableAttributes: readonly { readonly Attribute: string; readonly Status: 'Ready' | 'Indexing' }[];
      readonly IndexedUsers?: number;
    };
  };
  SetUserPoolSearchSettings: SettingsOperation;
  GetUserPoolLinkingPolicy: SettingsOperation;
  SetUserPoolLinkingPolicy: SettingsOperation;
  PlanUserPoolChange: {
    readonly request: OfPool & { readonly Change: PoolChangeAsked; readonly NextToken?: string | undefined };
    readonly answer: PoolPlan;
  };
  ApplyUserPoolChange: {
    readonly request: OfPool & {
      readonly Change?: PoolChangeAsked;
      readonly ExistingUsers?: 'MUST_FIT' | 'MAY_DIFFER';
    };
    readonly answer: { readonly Change?: PoolChange };
  };
  FinishUserPoolChange: Moved;
  RollBackUserPoolChange: Moved;
  DescribeUserPoolChange: {
    readonly request: OfPool & { readonly Limit?: number; readonly NextToken?: string | undefined };
    readonly answer: {
      readonly Change?: PoolChange;
      readonly Obstacles?: readonly PoolObstacle[];
      readonly NextToken?: string;
    };
  };
}
