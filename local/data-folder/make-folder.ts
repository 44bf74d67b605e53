import { existsSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { onDisk } from './disk-troubles.ts';

const ownerOnly = 0o700;

const isThere = (folder: string, error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EEXIST' && statSync(folder).isDirectory();

// Node's own way to make all of them never returns where a place takes no folders, as below /proc.
const makeAll = (folder: string): void => {
  const above = path.dirname(folder);
  if (above !== folder && !existsSync(above)) makeAll(above);
  try {
    mkdirSync(folder, { mode: ownerOnly });
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!isThere(folder, error)) throw error;
  }
};

/**
 * Makes a folder that only its owner can read, and those above it, where they are not there. Where the disk does not let
 * it, throws an Error whose message is a sentence.
 */
export const makeFolder = (folder: string): void => onDisk(folder, () => makeAll(path.resolve(folder)));
