import { readFileSync } from 'node:fs';
import path from 'node:path';
import { onDisk } from './disk-troubles.ts';
import { replaceFile } from './whole-files.ts';

interface Reading<Shape> {
  readonly isShape: (value: unknown) => value is Shape;
  /** A sentence that says what to do about a broken file. */
  readonly remedy: string;
}

const textOf = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/**
 * The content of a JSON file; undefined where there is no file. Where it is empty, cut short, or holds something else,
 * throws a sentence with its path that says what to do.
 */
export const readJsonFile = <Shape>(file: string, { isShape, remedy }: Reading<Shape>): Shape | undefined => {
  const text = onDisk(file, () => textOf(file));
  if (text === undefined) return undefined;
  const value = parsed(text);
  if (isShape(value)) return value;
  const trouble = text.trim() === '' ? 'is empty' : value === undefined ? 'is no whole JSON' : 'holds something else';
  throw new Error(`${path.resolve(file)} ${trouble}. ${remedy}`);
};

/** Writes a JSON file, completely or not at all. */
export const writeJsonFile = (file: string, value: unknown): void =>
  replaceFile(file, `${JSON.stringify(value, undefined, 2)}\n`);
