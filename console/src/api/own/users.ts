/** Users: searching, and why they cannot sign in. */
import type { UserType } from '@aws-sdk/client-cognito-identity-provider';

interface Attribute {
  readonly Name: string;
  readonly Value?: string;
}

/** A user as lists tell it. Times are seconds since the epoch. */
export interface ListedUser extends Pick<UserType, 'Username' | 'Enabled' | 'UserStatus'> {
  readonly Attributes?: readonly Attribute[];
  readonly UserCreateDate?: number;
  readonly UserLastModifiedDate?: number;
}

export interface ExplainedFinding {
  readonly Code: string;
  readonly Severity: 'BLOCKS' | 'BLOCKS_LATER' | 'ASKS' | 'NOTE';
  readonly Message: string;
  /** The operation that mends it. */
  readonly Operation?: string;
  readonly AuthFlows?: readonly string[];
}

export interface ExplainedFlow {
  readonly AuthFlow: string;
  readonly PreferredChallenge?: string;
  readonly Allowed: boolean;
  readonly Challenges: readonly string[];
  readonly Outcome: 'TOKENS' | 'REFUSED' | 'CHOICE' | 'TRIGGER';
  readonly Exception?: string;
  readonly Message?: string;
  readonly AvailableChallenges?: readonly string[];
  readonly Trigger?: string;
  readonly Triggers: readonly string[];
}

export interface SignInExplanation {
  readonly Username?: string;
  readonly UserStatus?: string;
  readonly Enabled?: boolean;
  readonly FoundBy?: string;
  readonly CanSignIn: boolean;
  readonly Findings: readonly ExplainedFinding[];
  readonly Flows: readonly ExplainedFlow[];
}

interface SearchFilter {
  readonly Attribute: string;
  readonly Equals?: string;
  readonly StartsWith?: string;
}

export interface UserOperations {
  AdminExplainSignIn: {
    readonly request: { readonly UserPoolId: string; readonly Username: string; readonly ClientId?: string };
    readonly answer: SignInExplanation;
  };
  SearchUsers: {
    readonly request: {
      readonly UserPoolId: string;
      readonly Filters?: readonly SearchFilter[];
      readonly Limit?: number;
      readonly NextToken?: string | undefined;
    };
    readonly answer: { readonly Users: readonly ListedUser[]; readonly NextToken?: string };
  };
  AdminListAcceptedTerms: {
    readonly request: { readonly UserPoolId: string; readonly Username: string };
    readonly answer: {
      readonly AcceptedTerms: readonly {
        readonly TermsName: string;
        readonly Link: string;
        readonly Language: string;
        readonly AcceptanceDate: number;
      }[];
    };
  };
}
