import type { ImportPosition } from '#shared/domain/imports/import-position.ts';
import type { UserImportJob } from '#shared/domain/imports/user-import-job.ts';
import type { GroupRecordLine, UserRecordLine } from '#shared/domain/imports/user-record.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';

/** A row of an uploaded file. The row after it is had by reading on from `next`. */
export type ImportRow = {
  /** Its number in the file, from 1; a header is no row. */
  readonly row: number;
  readonly next: ImportPosition;
} & (
  | { readonly record: UserRecordLine | GroupRecordLine }
  /** Why it cannot be imported, as a sentence, and whose it is where that can be told. */
  | { readonly refused: string; readonly username?: string }
);

/** The uploaded file from a byte on, as it arrives. */
export type ReadFrom = (fromByte: number) => Promise<AsyncIterable<Uint8Array>>;

/**
 * Gives the rows after the position, in their order. Reading again from any row's `next` gives the rows that followed
 * it, each with the same number. Throws UnreadableFile where the file as a whole is not what it has to be.
 */
export type RowReader = (read: ReadFrom, position: ImportPosition) => AsyncIterable<ImportRow>;

/** What reads the files of a format for a job. */
export type RowReaderFor = (pool: UserPool, job: UserImportJob) => Promise<RowReader>;

/** A file that no row can be taken from, or no further one: its job fails, and the message says why. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
}
