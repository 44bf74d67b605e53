import type { CreateUserPoolClientRequest } from '@aws-sdk/client-cognito-identity-provider';
import type { Sealed } from '../user-pools/user-pool.ts';

/** What CreateUserPoolClient and UpdateUserPoolClient set, as given: defaults are read through ./settings.ts. */
export type ClientSettings = Omit<
  CreateUserPoolClientRequest,
  'UserPoolId' | 'ClientName' | 'GenerateSecret' | 'ClientSecret'
>;

/** A secret of an app client; its creation, epoch milliseconds, tells it from the client's others. */
export interface ClientSecret {
  readonly createdAt: number;
  /** Under the pool's general data key. */
  readonly sealed: Sealed;
}

export interface AppClient {
  readonly id: string;
  readonly poolId: string;
  readonly name: string;
  readonly settings: ClientSettings;
  /** How long another client's SSO session may stand for a sign-in with this one, in minutes. */
  readonly ssoSessionMinutes?: number;
  /** Oldest first, two at most; any of them proves the client. */
  readonly secrets: readonly ClientSecret[];
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly version: number;
}
