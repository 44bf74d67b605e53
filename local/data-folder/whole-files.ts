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

// Names are safely on the disk once their folder is. Windows cannot open folders, and keeps names without being asked.
const flushNames = (file: string): void => {
  if (process.platform !== 'win32') flush(path.dirname(file));
};

/** Writes everything under another name, and passes that name on. Nothing stays under it. */
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
 * Puts a file there, and replaces one that is there. If the power fails, all of the new content is there, or the old
 * one. Only its owner can read it. Throws a sentence where the disk does not let it.
 */
export const replaceFile = (file: string, content: string | Uint8Array): void =>
  placing(file, content, (written) => renameSync(written, file));

const isOf = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof Error && 'code' in error && codes.includes(String(error.code));

const link = (written: string, file: string): void => {
  try {
    linkSync(written, file);
  } catch (error) {
    // A file system without links: then a file may be cut short, and whoever reads it says so.
    if (!isOf(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS')) throw error;
    copyFileSync(written, file, constants.COPYFILE_EXCL);
    flush(file);
  }
};

/**
 * Puts a complete file where there is none. Gives false where there is one: of two processes that do this at once, one
 * makes it. Only its owner can read it, unless a mode says otherwise. Throws a sentence where the disk does not let it.
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

/** Removes what killed writers have left in a folder. Nobody else may be writing in it. */
export const removeUnfinished = (directory: string): void => {
  for (const name of readdirSync(directory)) if (unfinished.test(name)) rmSync(path.join(directory, name));
};
