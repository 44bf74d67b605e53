import type { CreateUserPoolClientRequest } from '@aws-sdk/client-cognito-identity-provider';
import type { Sealed } from '../user-pools/user-pool.ts';

/** What CreateUserPoolClient and UpdateUserPoolClient set, as it was given. ./settings.ts fills in the defaults. */
export type ClientSettings = Omit<
  CreateUserPoolClientRequest,
  'UserPoolId' | 'ClientName' | 'GenerateSecret' | 'ClientSecret'
>;

/**
 * A secret of an app client. The time of its creation, in epoch milliseconds, identifies it among the client's secrets.
 */
export interface ClientSecret {
  readonly createdAt: number;
  /** Sealed under the pool's general data key. */
  readonly sealed: Sealed;
}

export interface AppClient {
  readonly id: string;
  readonly poolId: string;
  readonly name: string;
  readonly settings: ClientSettings;
  /** How long another client's SSO session may replace a sign-in with this one, in minutes. */
  readonly ssoSessionMinutes?: number;
  /** Oldest first, at most two. Any of them proves the client. */
  readonly secrets: readonly ClientSecret[];
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly version: number;
}
