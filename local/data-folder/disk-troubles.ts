import { statfsSync } from 'node:fs';
import path from 'node:path';

type Sentence = (where: string) => string;

const elsewhere = 'or name another folder by GATEHOUSE_DATA_DIR';
const full: Sentence = (where) => `There is no room left on the disk of ${where}. Make room there, ${elsewhere}.`;
const readOnly: Sentence = (where) =>
  `${where} cannot be written: its disk is read-only. Make it writable, ${elsewhere}.`;
const forbidden: Sentence = (where) =>
  `This user may not read and write ${where}. Change its owner or mode, ${elsewhere}.`;
const inTheWay: Sentence = (where) =>
  `${where} is not usable: a file stands where a folder is needed, or a folder where a file is. Move it away, ${elsewhere}.`;

const sentences: Readonly<Record<string, Sentence>> = {
  ENOSPC: full,
  EDQUOT: full,
  EROFS: readOnly,
  ENOENT: (where) => `${where} cannot be made: there is no such place. Look there, ${elsewhere}.`,
  EACCES: forbidden,
  EPERM: forbidden,
  ENOTDIR: inTheWay,
  EISDIR: inTheWay,
  EEXIST: inTheWay,
  EIO: (where) => `The disk of ${where} fails.`,
  ENAMETOOLONG: (where) => `${where} is too long for a name of a folder. Name another by GATEHOUSE_DATA_DIR.`,
};

const membersOf = (error: unknown): { readonly code?: unknown; readonly path?: unknown } =>
  typeof error === 'object' && error !== null ? error : {};

/**
 * What an error of the disk means, in a sentence that says what to do; undefined for any other error. `where` is the
 * file or folder for errors that name none.
 */
export const diskTrouble = (error: unknown, where?: string): string | undefined => {
  const { code, path: named } = membersOf(error);
  const place = where ?? (typeof named === 'string' ? named : undefined);
  return typeof code === 'string' && place !== undefined ? sentences[code]?.(path.resolve(place)) : undefined;
};

/**
 * Does something with a file or folder. Where the disk does not let it, throws an Error whose message is a sentence.
 */
export const onDisk = <Result>(where: string, work: () => Result): Result => {
  try {
    return work();
  } catch (cause) {
    const sentence = diskTrouble(cause, where);
    throw sentence === undefined ? cause : new Error(sentence, { cause });
  }
};

/** Says that a disk is full or nearly so, and that writing is about to fail. Undefined while there is room. */
export const fullDisk = (directory: string, leastBytes = 1024 * 1024): string | undefined => {
  try {
    const { bavail, bsize } = statfsSync(directory);
    return bavail * bsize < leastBytes ? full(path.resolve(directory)) : undefined;
  } catch {
    // Whoever wants to read or write there reports what is wrong with it.
    return undefined;
  }
};
