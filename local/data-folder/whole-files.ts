import { randomUUID } from 'node:crypto';
import {
  closeSync,
  constants,
  copyFileSync,
  fsyncSync,
  linkSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { onDisk } from './disk-troubles.ts';

const ownerOnly = 0o600;
const unfinished = /\.[\da-f-]{36}\.unfinished$/;

const flush = (file: string): void => {
  const opened = openSync(file, 'r');
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
};

// Names are on the disk when their folder is. Windows opens no folders, and keeps names without being asked to.
const flushNames = (file: string): void => {
  if (process.platform !== 'win32') flush(path.dirname(file));
};

/** Writes all of it under another name, and hands that over; nothing stays under it. */
const placing = (
  file: string,
  content: string | Uint8Array,
  place: (written: string) => void,
  mode = ownerOnly,
): void =>
  onDisk(file, () => {
    const written = `${file}.${randomUUID()}.unfinished`;
    try {
      const opened = openSync(written, 'wx', mode);
      try {
        writeFileSync(opened, content);
        fsyncSync(opened);
      } finally {
        closeSync(opened);
      }
      place(written);
      flushNames(file);
    } finally {
      rmSync(written, { force: true });
    }
  });

/**
 * Puts a file there, in place of one that may be there: all of it or, whenever the power goes, what was there. Only its
 * owner can read it. Throws a sentence where the disk does not let it.
 */
export const replaceFile = (file: string, content: string | Uint8Array): void =>
  placing(file, content, (written) => renameSync(written, file));

const isOf = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof Error && 'code' in error && codes.includes(String(error.code));

const link = (written: string, file: string): void => {
  try {
    linkSync(written, file);
  } catch (error) {
    // File systems without links: then a file that was cut short is possible, and named by whoever reads it.
    if (!isOf(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS')) throw error;
    copyFileSync(written, file, constants.COPYFILE_EXCL);
    flush(file);
  }
};

/**
 * Puts a file there where there is none, whole. Gives false where there is one: of two that do this at once, one makes
 * it. Only its owner can read it, unless a mode says otherwise. Throws a sentence where the disk does not let it.
 */
export const makeFile = (file: string, content: string | Uint8Array, mode?: number): boolean => {
  let made = true;
  const place = (written: string): void => {
    try {
      link(written, file);
    } catch (error) {
      if (!isOf(error, 'EEXIST')) throw error;
      made = false;
    }
  };
  placing(file, content, place, mode);
  return made;
};

/** Removes what writers that were killed have left in a folder. Nobody else may be writing in it. */
export const removeUnfinished = (directory: string): void => {
  for (const name of readdirSync(directory)) if (unfinished.test(name)) rmSync(path.join(directory, name));
};
