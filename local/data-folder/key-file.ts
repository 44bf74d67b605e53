import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { onDisk } from './disk-troubles.ts';
import { makeFile } from './whole-files.ts';

const keyBytes = 32;

interface Expected {
  /** A file that cannot be read without the key; undefined where none would be lost. */
  readonly opens?: string | undefined;
}

/**
 * Path of a file with a key of 32 bytes. It is made where there is none. Throws a sentence that says what to do, and
 * changes nothing, where the file holds something else, or where it is missing but the file that it opens is there.
 */
export const keyFileIn = (directory: string, name: string, { opens }: Expected = {}): string => {
  const file = path.resolve(directory, name);
  const without = opens
    ? 'Put back a copy of it: without it, nobody reads what is in the folder. To begin anew, name another folder by ' +
      'GATEHOUSE_DATA_DIR.'
    : 'Put back a copy of it, or remove it: then another key is made.';
  if (!existsSync(file)) {
    if (opens !== undefined && existsSync(opens)) throw new Error(`${file} is gone, the key of ${opens}. ${without}`);
    // Of two processes that make one at once, one wins, and its key counts.
    makeFile(file, randomBytes(keyBytes));
  }
  const { length } = onDisk(file, () => readFileSync(file));
  if (length !== keyBytes) {
    throw new Error(`${file} is to hold a key of ${keyBytes} bytes and holds ${length}. ${without}`);
  }
  return file;
};
