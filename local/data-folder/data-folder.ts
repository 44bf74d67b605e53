import path from 'node:path';
import { diskTrouble, fullDisk } from './disk-troubles.ts';

/** The folder in which the laptop's stack keeps everything. */
export const dataFolder = process.env.GATEHOUSE_DATA_DIR || '.gatehouse';

/** The path of a file in the data folder. */
export const inFolder = (file: string): string => path.join(dataFolder, file);

/**
 * What an error means, in a sentence for whoever started the stack. A part that fails on a full disk seldom says that
 * this is the reason.
 */
export const sentenceOf = (error: unknown): string => {
  const sentence = diskTrouble(error) ?? (error instanceof Error ? error.message : String(error));
  const full = fullDisk(dataFolder);
  return full === undefined || sentence.includes('no room left') ? sentence : `${sentence}\n${full}`;
};
