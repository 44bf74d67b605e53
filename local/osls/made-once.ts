import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const CACHE = 'node_modules/.cache/gatehouse';
const PREFIX = 'made-';
const keptMs = 86_400_000;

/** The digest of a list of texts and bytes. No other list has the same. */
export const digestOf = (things: readonly (string | Uint8Array)[]): string => {
  const hash = createHash('sha256');
  for (const thing of things) hash.update(`${Buffer.byteLength(thing)}\0`).update(thing);
  return hash.digest('hex').slice(0, 32);
};

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

const find = (file: string): Buffer | undefined => {
  try {
    const found = readFileSync(file);
    const now = new Date();
    utimesSync(file, now, now);
    return found;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
};

// Other processes make and remove the same at the same time.
const keep = (file: string, bytes: Uint8Array): void => {
  mkdirSync(CACHE, { recursive: true });
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, bytes);
  renameSync(unfinished, file);
};

/** Bytes that were made before for this digest of all that they depend on, by any process; or those that `make` makes. */
export const madeOnce = async (digest: string, make: () => Promise<Uint8Array>): Promise<Uint8Array> => {
  const file = path.join(CACHE, `${PREFIX}${digest}`);
  const found = find(file);
  if (found) return found;
  const bytes = await make();
  keep(file, bytes);
  return bytes;
};

/** Removes what nobody has asked for in a day. */
export const removeUnused = (): void => {
  mkdirSync(CACHE, { recursive: true });
  for (const name of readdirSync(CACHE).filter((one) => one.startsWith(PREFIX))) {
    const file = path.join(CACHE, name);
    const { mtimeMs = Date.now() } = statSync(file, { throwIfNoEntry: false }) ?? {};
    if (Date.now() - mtimeMs > keptMs) rmSync(file, { force: true });
  }
};
