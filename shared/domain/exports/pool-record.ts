import type { ClientSettings } from '../app-clients/app-client.ts';
import type { UserPool } from '../user-pools/user-pool.ts';

/** An app client, as an export has it: with its secrets. Times are ISO 8601. */
export interface ClientRecordLine {
  readonly id: string;
  readonly name: string;
  readonly settings: ClientSettings;
  readonly ssoSessionMinutes?: number;
  /** In clear. */
  readonly secrets: readonly string[];
  readonly createdAt: string;
}

/** The first line of an export: the pool as it was, all of it that can be restored. */
export interface PoolRecordLine
  extends Pick<
    UserPool,
    'id' | 'name' | 'settings' | 'schema' | 'mfa' | 'webAuthn' | 'sessionTracking' | 'signIn' | 'messages' | 'strict'
  > {
  readonly type: 'pool';
  /** Of this form. */
  readonly version: 1;
  readonly export: string;
  readonly exportedAt: string;
  readonly createdAt: string;
  /** Attributes that have an index of their own. */
  readonly searchableAttributes?: readonly string[];
  readonly clients: readonly ClientRecordLine[];
}

/** The last line of an export: without it the file is not whole. */
export interface EndRecordLine {
  readonly type: 'end';
  readonly export: string;
  readonly groups: number;
  readonly users: number;
}
