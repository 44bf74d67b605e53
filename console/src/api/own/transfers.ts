/** Bulk work: imports and exports. */

export interface PoolExport {
  readonly ExportId: string;
  readonly Status: 'InProgress' | 'Succeeded' | 'Stopped' | 'Failed';
  /** Seconds since the epoch. */
  readonly CreationDate: number;
  readonly Parts: number;
  readonly Groups: number;
  readonly Users: number;
  readonly CompletionMessage?: string;
}

interface OneExport {
  readonly UserPoolId: string;
  readonly ExportId: string;
}

export interface TransferOperations {
  ListUserImportJobRefusals: {
    readonly request: { readonly UserPoolId: string; readonly JobId: string; readonly NextToken?: string };
    readonly answer: {
      readonly Refusals: readonly {
        readonly Row: number;
        readonly Username?: string;
        readonly Outcome: string;
        readonly Reason: string;
      }[];
      readonly NextToken?: string;
    };
  };
  CreateUserPoolExport: {
    readonly request: { readonly UserPoolId: string; readonly PublicKey: Readonly<Record<string, unknown>> };
    readonly answer: { readonly UserPoolExport: PoolExport };
  };
  ListUserPoolExports: {
    readonly request: { readonly UserPoolId: string; readonly MaxResults?: number; readonly NextToken?: string };
    readonly answer: { readonly UserPoolExports: readonly PoolExport[]; readonly NextToken?: string };
  };
  DescribeUserPoolExport: {
    readonly request: OneExport & { readonly MaxResults?: number; readonly NextToken?: string };
    readonly answer: {
      readonly UserPoolExport: PoolExport;
      readonly Parts: readonly { readonly Number: number; readonly Url: string; readonly Bytes: number }[];
      readonly NextToken?: string;
    };
  };
  StopUserPoolExport: {
    readonly request: OneExport;
    readonly answer: { readonly UserPoolExport: PoolExport };
  };
}
