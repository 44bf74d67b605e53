import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { isAlive } from './processes.ts';

const cache = 'node_modules/.cache/gatehouse';
const keptMs = 86_400_000;

interface Making {
  /** The beginning of the folder's name. */
  readonly kind: string;
  /** Folders and files that the content depends on, beside Node's version and the installed packages. */
  readonly sources: readonly string[];
  /** A file that is there when all is. */
  readonly proof: string;
  /** Fills the folder, which is not there yet. */
  readonly make: (folder: string) => Promise<void>;
}

const packages = ['package.json', 'package-lock.json', 'node_modules/.package-lock.json'];

const filesIn = (place: string): string[] => {
  if (!existsSync(place)) return [];
  if (!statSync(place).isDirectory()) return [place];
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
};

const digestOf = (sources: readonly string[]): string => {
  const hash = createHash('sha256').update(process.version);
  for (const file of [...sources, ...packages].flatMap(filesIn).sort()) {
    const bytes = readFileSync(file);
    hash.update(`\0${file}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex').slice(0, 32);
};

const usersOf = (folder: string): string => path.join(folder, 'used-by');

const isUsed = (folder: string): boolean =>
  filesIn(usersOf(folder)).some((file) => isAlive(Number(path.basename(file))));

// A stack that runs reads its files late, so those of a running stack stay, and so do those of one that just starts.
const removeOld = (kind: string): void => {
  const old = readdirSync(cache)
    .filter((name) => name.startsWith(`${kind}-`))
    .map((name) => path.join(cache, name))
    .filter((folder) => Date.now() - statSync(folder).mtimeMs > keptMs && !isUsed(folder));
  for (const folder of old) rmSync(folder, { recursive: true, force: true });
};

/**
 * A folder whose content is made of sources: that of an earlier time where nothing changed since. It stays as long as this
 * process runs. Throws what `make` throws.
 */
export const keptFolder = async ({ kind, sources, proof, make }: Making): Promise<string> => {
  const folderNow = (): string => path.resolve(cache, `${kind}-${digestOf(sources)}`);
  const isMade = (folder: string): boolean => existsSync(path.join(folder, proof));
  const makeAs = async (folder: string): Promise<void> => {
    mkdirSync(cache, { recursive: true });
    removeOld(kind);
    const unfinished = `${folder}.${process.pid}`;
    try {
      await make(unfinished);
      // What was made of sources that changed meanwhile would have a wrong name.
      if (folderNow() === folder) renameSync(unfinished, folder);
    } catch (error) {
      // Another start may just have made the same.
      if (!isMade(folder)) throw error;
    } finally {
      rmSync(unfinished, { recursive: true, force: true });
    }
  };
  let folder = folderNow();
  while (!isMade(folder)) {
    await makeAs(folder);
    folder = folderNow();
  }
  mkdirSync(usersOf(folder), { recursive: true });
  writeFileSync(path.join(usersOf(folder), String(process.pid)), '');
  const now = new Date();
  utimesSync(folder, now, now);
  return folder;
};
