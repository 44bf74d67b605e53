import type { PasswordHashingAlgorithmType } from '@aws-sdk/client-cognito-identity-provider';
import type { JWK } from 'jose';
import type { Sealed } from '../user-pools/user-pool.ts';
import type { ImportPosition } from './import-position.ts';

/** `csv` as the API has it; `records` are the lines of `user-record.ts`. */
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

/** An import of users from an uploaded file. Times are epoch milliseconds. */
export interface UserImportJob {
  readonly poolId: string;
  readonly id: string;
  readonly name: string;
  readonly format: UserImportFormat;
  readonly status: UserImportStatus;
  /** Of the logs of a CSV job; the API wants it, and nothing needs it. */
  readonly roleArn?: string;
  /** Of the password hashes of a CSV job, where they are all of one kind. */
  readonly hashing?: PasswordHashingAlgorithmType;
  /** Of a job of records: lines of the file may be sealed for it. */
  readonly key?: {
    readonly publicKey: JWK;
    /** A JWK, sealed under the pool's general data key. */
    readonly privateKey: Sealed;
  };
  readonly createdAt: number;
  readonly startedAt?: number;
  readonly completedAt?: number;
  /** When it last got on. */
  readonly touchedAt: number;
  /** Of the uploaded file, once the job began to read it: another upload is another file. */
  readonly fileVersion?: string;
  readonly position: ImportPosition;
  readonly imported: number;
  readonly skipped: number;
  readonly failed: number;
  /** Says how it ended. */
  readonly message?: string;
  /** Counts changes; a write states which one it was made from. */
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

/** Milliseconds that the URL of a new job takes the file. */
export const uploadMs = 15 * 60_000;

/** Milliseconds that a job waits for being started. */
const startMs = 24 * hourMs;

/** Milliseconds without progress after which nobody is at work any more: a portion takes seconds. */
const silenceMs = 5 * 60_000;

/** How each end is told. */
export const importMessages = {
  succeeded: 'Import Job Completed Successfully.',
  stopped: 'The Import Job was stopped by the developer.',
  expired: 'The user import job has expired.',
  notUploaded: 'There is no uploaded file.',
  replaced: 'The file was uploaded anew while it was imported.',
} as const;

/** The key of the uploaded file. */
export const uploadKey = ({ poolId, id }: Pick<UserImportJob, 'poolId' | 'id'>): string => `imports/${poolId}/${id}`;

/** The job as it is at a time: one that nobody started within a day has expired. */
export const jobAt = (job: UserImportJob, epochMs: number): UserImportJob =>
  job.status === 'Created' && epochMs >= job.createdAt + startMs
    ? { ...job, status: 'Expired', completedAt: job.createdAt + startMs, message: importMessages.expired }
    : job;

// The API's own limit.
const mostCsvBytes = 100 * 1024 * 1024;

/** Why a file of so many bytes is not imported by the job, as a sentence; undefined where it is. */
export const reasonAgainstFile = ({ format }: Pick<UserImportJob, 'format'>, bytes: number): string | undefined =>
  format === 'csv' && bytes > mostCsvBytes ? 'The file is larger than 100 MB.' : undefined;

/** True while a worker has to do with it. */
export const isActive = ({ status }: UserImportJob): boolean =>
  status === 'Pending' || status === 'InProgress' || status === 'Stopping';

/** True where whoever was at work has stopped without being asked. */
export const isStalled = (job: UserImportJob, epochMs: number): boolean =>
  isActive(job) && epochMs >= job.touchedAt + silenceMs;
