import type { ImportPosition } from '#shared/domain/imports/import-position.ts';
import type { UserImportJob } from '#shared/domain/imports/user-import-job.ts';
import type { GroupRecordLine, UserRecordLine } from '#shared/domain/imports/user-record.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';

/** A row of an uploaded file. Reading on from `next` gives the row after it. */
export type ImportRow = {
  /** Its number in the file, from 1. A header is not a row. */
  readonly row: number;
  readonly next: ImportPosition;
} & (
  | { readonly record: UserRecordLine | GroupRecordLine }
  /** Why it cannot be imported, as a sentence, and whose row it is, if that can be told. */
  | { readonly refused: string; readonly username?: string }
);

/** The uploaded file from a byte on, as it arrives. */
export type ReadFrom = (fromByte: number) => Promise<AsyncIterable<Uint8Array>>;

/**
 * Gives the rows after the position, in order. Reading again from any row's `next` gives the rows that followed it,
 * with the same numbers. Throws UnreadableFile where the file as a whole is wrong.
 */
export type RowReader = (read: ReadFrom, position: ImportPosition) => AsyncIterable<ImportRow>;

/** Gives the reader of a format's files for a job. */
export type RowReaderFor = (pool: UserPool, job: UserImportJob) => Promise<RowReader>;

/** A file from which no row, or no further row, can be read. Its job fails, and the message says why. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
}
