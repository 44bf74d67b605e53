import type { PasswordHashingAlgorithmType } from '@aws-sdk/client-cognito-identity-provider';
import type { JWK } from 'jose';
import type { Sealed } from '../user-pools/user-pool.ts';
import type { ImportPosition } from './import-position.ts';

/** `csv` is the API's format. `records` are the lines of `user-record.ts`. */
export type UserImportFormat = 'csv' | 'records';

export type UserImportStatus =
  | 'Created'
  | 'Pending'
  | 'InProgress'
  | 'Stopping'
  | 'Stopped'
  | 'Succeeded'
  | 'Failed'
  | 'Expired';

/** An import of users from an uploaded file. Times are in epoch milliseconds. */
export interface UserImportJob {
  readonly poolId: string;
  readonly id: string;
  readonly name: string;
  readonly format: UserImportFormat;
  readonly status: UserImportStatus;
  /** Role for the logs of a CSV job. The API requires it, and nothing uses it. */
  readonly roleArn?: string;
  /** The algorithm of a CSV job's password hashes, where they all have one. */
  readonly hashing?: PasswordHashingAlgorithmType;
  /** Key of a record job. Lines of its file may be sealed for it. */
  readonly key?: {
    readonly publicKey: JWK;
    /** A JWK, sealed under the pool's general data key. */
    readonly privateKey: Sealed;
  };
  readonly createdAt: number;
  readonly startedAt?: number;
  readonly completedAt?: number;
  /** When it last made progress. */
  readonly touchedAt: number;
  /** Version of the uploaded file, once the job began to read it. Another upload has another version. */
  readonly fileVersion?: string;
  readonly position: ImportPosition;
  readonly imported: number;
  readonly skipped: number;
  readonly failed: number;
  /** How it ended. */
  readonly message?: string;
  /** Counts changes. A write states the version that it was made from. */
  readonly version: number;
}

/** A row that was not imported. */
export interface RefusedRow {
  readonly row: number;
  readonly username?: string;
  /** `skipped` where the username is taken. */
  readonly outcome: 'skipped' | 'failed';
  readonly reason: string;
}

const hourMs = 3_600_000;

/** Milliseconds for which the URL of a new job accepts the file. */
export const uploadMs = 15 * 60_000;

/** Milliseconds that a job waits to be started. */
const startMs = 24 * hourMs;

/** Milliseconds without progress after which nobody works on the job any more. A portion takes seconds. */
const silenceMs = 5 * 60_000;

/** The message for each way to end. */
export const importMessages = {
  succeeded: 'Import Job Completed Successfully.',
  stopped: 'The Import Job was stopped by the developer.',
  expired: 'The user import job has expired.',
  notUploaded: 'There is no uploaded file.',
  replaced: 'The file was uploaded anew while it was imported.',
} as const;

/** The key of the uploaded file. */
export const uploadKey = ({ poolId, id }: Pick<UserImportJob, 'poolId' | 'id'>): string => `imports/${poolId}/${id}`;

/** The job as it is at that time: one that nobody started within a day has expired. */
export const jobAt = (job: UserImportJob, epochMs: number): UserImportJob =>
  job.status === 'Created' && epochMs >= job.createdAt + startMs
    ? { ...job, status: 'Expired', completedAt: job.createdAt + startMs, message: importMessages.expired }
    : job;

// The API's own limit.
const mostCsvBytes = 100 * 1024 * 1024;

/** Why the job does not import a file of so many bytes, as a sentence; undefined where it does. */
export const reasonAgainstFile = ({ format }: Pick<UserImportJob, 'format'>, bytes: number): string | undefined =>
  format === 'csv' && bytes > mostCsvBytes ? 'The file is larger than 100 MB.' : undefined;

/** True while a worker has something to do for it. */
export const isActive = ({ status }: UserImportJob): boolean =>
  status === 'Pending' || status === 'InProgress' || status === 'Stopping';

/** True where its worker stopped without being asked to. */
export const isStalled = (job: UserImportJob, epochMs: number): boolean =>
  isActive(job) && epochMs >= job.touchedAt + silenceMs;
