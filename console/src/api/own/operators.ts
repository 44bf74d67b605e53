/** Who operates the deployment. */
export interface OperatorGroup {
  readonly GroupName: string;
  readonly Role: 'ADMINISTRATOR' | 'READER' | 'SUPPORT';
  readonly UserPoolIds?: readonly string[];
}

interface OperatorConfiguration {
  readonly UserPoolId: string;
  readonly ClientIds: readonly string[];
  readonly Groups: readonly OperatorGroup[];
}

export interface OperatorOperations {
  /** Where operators sign in; an empty answer where there are none. */
  GetOperatorSignIn: {
    readonly request: Record<string, never>;
    readonly answer: { readonly UserPoolId?: string; readonly ClientId?: string };
  };
  CreateOperatorSession: {
    readonly request: { readonly AccessToken: string };
    readonly answer: {
      readonly Credentials: {
        readonly AccessKeyId: string;
        readonly SecretAccessKey: string;
        readonly SessionToken: string;
        /** Seconds since the epoch. */
        readonly Expiration: number;
      };
      readonly Username: string;
      readonly Groups: readonly OperatorGroup[];
    };
  };
  GetOperatorConfiguration: {
    readonly request: Record<string, never>;
    readonly answer: { readonly OperatorConfiguration?: OperatorConfiguration };
  };
  SetOperatorConfiguration: {
    readonly request: { readonly OperatorConfiguration?: OperatorConfiguration };
    readonly answer: { readonly OperatorConfiguration?: OperatorConfiguration };
  };
}
