import { AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { adminClient } from './clients.ts';
import { callOwn } from './own-operations.ts';

/** A merge as it is answered. */
export interface MergeAnswer {
  readonly Status: 'PLANNED' | 'MERGED' | 'MERGED_BEFORE';
  readonly Source?: { readonly Username: string; readonly Sub: string };
  readonly Destination: { readonly Username: string; readonly Sub: string };
  readonly Moved?: {
    readonly Attributes: readonly { readonly Name: string; readonly Value: string }[];
    readonly Groups: readonly string[];
    readonly Identities: readonly object[];
    readonly AcceptedTerms: readonly string[];
  };
  readonly Dropped?: Readonly<Record<string, unknown>>;
}

interface InPool {
  readonly poolId: string;
}

/** Merges a user into another one, or asks what would move. */
export const merge = (
  { poolId: UserPoolId }: InPool,
  SourceUsername: string,
  DestinationUsername: string,
  more: { readonly DryRun?: boolean } = {},
): Promise<MergeAnswer> => callOwn('AdminMergeUsers', { UserPoolId, SourceUsername, DestinationUsername, ...more });

/** A user as an administrator sees it. */
export const seen = async ({ poolId: UserPoolId }: InPool, Username: string) => {
  const { UserAttributes = [], UserStatus } = await adminClient().send(
    new AdminGetUserCommand({ UserPoolId, Username }),
  );
  const { identities = '[]', ...attributes } = Object.fromEntries(
    UserAttributes.map(({ Name = '', Value = '' }) => [Name, Value]),
  );
  return { status: UserStatus, attributes, identities: JSON.parse(identities) };
};
