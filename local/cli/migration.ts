import { createWriteStream, openSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { ForeignRow } from '#shared/services/imports/foreign-users.ts';
import { UsageError } from './failures.ts';

/** Something that one has to know about a user of the migration. */
export interface MigrationNote {
  readonly username: string | undefined;
  /** True where the user is not in the new pool. */
  readonly leftOut: boolean;
  readonly note: string;
}

/** Notes of a migration, in order: all of them in a file, the first of them on the terminal. */
export interface MigrationReport {
  readonly first: readonly MigrationNote[];
  readonly count: () => number;
  readonly leftOut: () => number;
  readonly add: (note: MigrationNote) => void;
  /** Resolves once the file is written. */
  readonly close: () => Promise<void>;
}

const shown = 20;

const openForWriting = (file: string): number => {
  try {
    return openSync(file, 'w', 0o600);
  } catch (cause) {
    throw new UsageError(`${file} cannot be written.`, { cause });
  }
};

/** Starts a report, also into a file as JSON Lines where one is named. Throws UsageError where it cannot be written. */
export const startReport = (file: string | undefined): MigrationReport => {
  // Opened at once, so that a place where nothing can be written is found before anybody is converted.
  const written = file === undefined ? undefined : createWriteStream(file, { fd: openForWriting(file) });
  const whole = written && finished(written);
  // Reported when it is closed.
  whole?.catch(() => undefined);
  const first: MigrationNote[] = [];
  let count = 0;
  let leftOut = 0;
  return {
    first,
    count: () => count,
    leftOut: () => leftOut,
    add: (note) => {
      count += 1;
      if (note.leftOut) leftOut += 1;
      if (first.length < shown) first.push(note);
      written?.write(`${JSON.stringify(note)}\n`);
    },
    close: async () => {
      written?.end();
      await whole;
    },
  };
};

/** How many records of a migration are users. */
export interface UserCount {
  users: number;
}

/** Users of another product, and their groups, as record lines. A group that several files name comes once. */
export async function* toRecordLines(
  rows: AsyncIterable<ForeignRow>,
  report: MigrationReport,
  counted: UserCount,
): AsyncGenerator<string> {
  const groups = new Set<string>();
  for await (const row of rows) {
    if ('refused' in row) {
      report.add({ username: row.username, leftOut: true, note: row.refused });
      continue;
    }
    if ('note' in row) {
      report.add({ username: row.username, leftOut: false, note: row.note });
      continue;
    }
    const { record, notes } = row;
    if (record.type === 'user') {
      counted.users += 1;
      for (const note of notes) report.add({ username: record.username, leftOut: false, note });
      yield JSON.stringify(record);
    } else if (!groups.has(record.name)) {
      groups.add(record.name);
      yield JSON.stringify(record);
    }
  }
}
