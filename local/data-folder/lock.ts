import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as v from 'valibot';
import { isAlive } from '../processes.ts';
import { onDisk } from './disk-troubles.ts';
import { readJsonFile, writeJsonFile } from './json-files.ts';

const Holder = v.object({ pid: v.number(), endpoint: v.string() });

type Holder = v.InferOutput<typeof Holder>;

const busy = 5;

// A database that nobody refers to is closed by the garbage collector, and its lock is gone.
const taken = new Set<DatabaseSync>();

const isBusy = (error: unknown): boolean => error instanceof Error && 'errcode' in error && error.errcode === busy;

/** Another process has the folder. */
export class FolderTaken extends Error {
  /** Its id; undefined where it has not told it yet. */
  readonly pid: number | undefined;

  constructor(directory: string, holder: Holder | undefined, cause: unknown) {
    const who = holder ? `process ${holder.pid}, whose API is at ${holder.endpoint}` : 'another process';
    super(
      `${path.resolve(directory)} is in use by ${who}. Stop that one, or give this one a folder of its own by ` +
        'GATEHOUSE_DATA_DIR.',
      { cause },
    );
    this.pid = holder?.pid;
  }
}

// The holder writes its id after it has the folder. For a moment the file is empty, or has the former holder's.
const holderIn = (file: string): Holder | undefined => {
  try {
    const isShape = (value: unknown): value is Holder => v.is(Holder, value);
    const holder = readJsonFile(file, { isShape, remedy: '' });
    return holder && isAlive(holder.pid) ? holder : undefined;
  } catch {
    // Whatever is wrong with the file, the folder is taken.
    return undefined;
  }
};

/**
 * Takes a folder for this process alone, and gives the function that releases it. The end of the process also releases
 * it, however it ends: the lock is the system's, on an open file that SQLite locks. No process id can be mistaken for
 * another. Throws FolderTaken, with a sentence that names the process that has the folder.
 */
export const lockFolder = (directory: string, endpoint: string): (() => void) => {
  const file = path.resolve(directory, 'lock');
  const holder = path.resolve(directory, 'running.json');
  // Its message about a faulty disk is better than SQLite's.
  onDisk(file, () => closeSync(openSync(file, 'a', 0o600)));
  const database = new DatabaseSync(file);
  try {
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (cause) {
    database.close();
    if (!isBusy(cause)) throw new Error(`${file} cannot be locked.`, { cause });
    throw new FolderTaken(directory, holderIn(holder), cause);
  }
  taken.add(database);
  writeJsonFile(holder, { pid: process.pid, endpoint } satisfies Holder);
  return () => {
    taken.delete(database);
    database.close();
  };
};
