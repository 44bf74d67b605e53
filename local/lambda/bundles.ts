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
import { text } from 'node:stream/consumers';
import * as v from 'valibot';
import { startChild } from '../child.ts';
import { isAlive } from '../processes.ts';
import { readyBundles } from '../root.ts';

const texts = v.pipe(v.array(v.string()), v.readonly());

const Manifest = v.object({
  functions: v.array(
    v.object({
      name: v.string(),
      /** In the folder of the bundles. */
      file: v.string(),
      /** The export of the file that is the handler. */
      handler: v.string(),
      timeout: v.number(),
      memorySize: v.number(),
      routes: texts,
    }),
  ),
  cors: v.object({
    allowedOrigins: texts,
    allowedMethods: texts,
    allowedHeaders: texts,
    exposedResponseHeaders: texts,
    maxAge: v.number(),
  }),
  /** Files of the sources and of packages that are in the bundles, from the folder of Gatehouse. */
  inputs: texts,
});

/** What serverless.yml declares about the functions, with its variables filled in. */
export type Manifest = v.InferOutput<typeof Manifest>;

/** Bundles of all functions. */
export interface Bundles {
  /** Absolute path. */
  readonly folder: string;
  readonly manifest: Manifest;
}

/** Folders and files by which the bundles are made. */
export const bundleSources = ['functions', 'shared', 'resources', 'local/osls', 'serverless.yml'] as const;
const packages = ['package.json', 'package-lock.json', 'node_modules/.package-lock.json'];

const cache = 'node_modules/.cache/gatehouse';
const keptMs = 86_400_000;

const filesIn = (place: string): string[] => {
  if (!existsSync(place)) return [];
  if (!statSync(place).isDirectory()) return [place];
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
};

/** A digest of everything that the bundles depend on: the sources, the installed packages, Node's version. */
const sourcesDigest = (): string => {
  const hash = createHash('sha256').update(process.version);
  for (const file of [...bundleSources, ...packages].flatMap(filesIn).sort()) {
    const bytes = readFileSync(file);
    hash.update(`\0${file}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex').slice(0, 32);
};

/** Bundles all functions into a folder. Throws a plain Error. */
export const buildBundles = async (outdir: string, ...more: readonly string[]): Promise<void> => {
  const serverless = path.resolve('node_modules/serverless/bin/serverless.js');
  const { AWS_PROFILE: _profile, ...env } = process.env;
  const quiet = { SLS_TELEMETRY_DISABLED: '1', SLS_NOTIFICATIONS_MODE: 'off', SLS_LOG_LEVEL: 'error' };
  const child = startChild(process.execPath, [serverless, 'bundle', '--outdir', outdir, ...more], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...env, ...quiet },
  });
  const words = child.process.stderr ? await text(child.process.stderr) : '';
  await child.ended;
  if (child.process.exitCode !== 0) throw new Error(`The functions could not be bundled.\n${words}`.trim());
};

/** What `buildBundles` wrote of the functions. */
export const manifestIn = (folder: string): Manifest =>
  v.parse(Manifest, JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8')));

const usersOf = (folder: string): string => path.join(folder, 'used-by');

const isUsed = (folder: string): boolean =>
  filesIn(usersOf(folder)).some((file) => isAlive(Number(path.basename(file))));

// A stack that runs reads its bundles late, so those of a running stack stay, and so do those of one that just starts.
const removeOld = (): void => {
  const old = readdirSync(cache)
    .filter((name) => name.startsWith('functions-'))
    .map((name) => path.join(cache, name))
    .filter((folder) => Date.now() - statSync(folder).mtimeMs > keptMs && !isUsed(folder));
  for (const folder of old) rmSync(folder, { recursive: true, force: true });
};

const isMade = (folder: string): boolean => existsSync(path.join(folder, 'manifest.json'));

const make = async (folder: string): Promise<void> => {
  mkdirSync(cache, { recursive: true });
  removeOld();
  const unfinished = `${folder}.${process.pid}`;
  try {
    await buildBundles(unfinished);
    // Bundles of sources that changed meanwhile would have a wrong name.
    if (folderNow() === folder) renameSync(unfinished, folder);
  } catch (error) {
    // Another start may just have made the same.
    if (!isMade(folder)) throw error;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
};

const folderNow = (): string => path.resolve(cache, `functions-${sourcesDigest()}`);

/** The functions as bundles: those of an earlier start where nothing changed since. Throws a plain Error. */
export const bundleFunctions = async (): Promise<Bundles> => {
  if (readyBundles) return { folder: readyBundles, manifest: manifestIn(readyBundles) };
  let folder = folderNow();
  while (!isMade(folder)) {
    await make(folder);
    folder = folderNow();
  }
  mkdirSync(usersOf(folder), { recursive: true });
  writeFileSync(path.join(usersOf(folder), String(process.pid)), '');
  const now = new Date();
  utimesSync(folder, now, now);
  return { folder, manifest: manifestIn(folder) };
};
