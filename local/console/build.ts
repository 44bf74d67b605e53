/**
 * Builds the console into a folder: `node local/console/build.ts <folder>`. A process of its own, which ends, so that whoever
 * serves the console never loads Vite.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build, type Plugin } from 'vite';
import { licencesOf } from '../npm/licences.ts';
import { root } from '../root.ts';
import { type BuiltConsole, type BuiltFile, filesIn, listName } from './built-files.ts';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
};

// It saves less than a twentieth, or the file is a single packet as it is.
const isWorthIt = (before: Buffer, after: Buffer): boolean =>
  before.length > 1000 && after.length < before.length * 0.95;

const describe = (folder: string, name: string): BuiltFile => {
  const file = path.join(folder, name);
  const bytes = readFileSync(file);
  const type = types[path.extname(name)];
  if (type === undefined) throw new Error(`${name} is of no known type: see local/console/build.ts.`);
  const compressed = {
    br: brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
    gzip: gzipSync(bytes, { level: 9 }),
  };
  const codings = (['br', 'gzip'] as const).filter((coding) => isWorthIt(bytes, compressed[coding]));
  for (const coding of codings) writeFileSync(`${file}.${coding}`, compressed[coding]);
  return { name, type, digest: createHash('sha256').update(bytes).digest('base64url'), codings };
};

// Vite names files by where they really are, and the packages may be installed elsewhere, behind a link.
const packages = realpathSync(`${root}node_modules`);

const nameOf = (file: string): string => {
  const name = path.relative(packages, file);
  return name.startsWith('..') ? path.relative(root, file) : path.join('node_modules', name);
};

const inputsOf = (ids: readonly string[]): readonly string[] =>
  ids
    .map((id) => nameOf(id.split('?')[0] ?? '').replaceAll(path.sep, '/'))
    .filter((file) => !file.startsWith('..') && !file.includes('\0'))
    .sort();

const buildInto = async (folder: string): Promise<void> => {
  const files = filesIn(folder);
  const ids = new Set<string>();
  const listing: Plugin = {
    name: 'list-inputs',
    generateBundle() {
      for (const id of this.getModuleIds()) ids.add(id);
    },
  };
  await build({
    configFile: `${root}console/vite.config.ts`,
    logLevel: 'warn',
    plugins: [listing],
    build: { outDir: path.resolve(files), emptyOutDir: false, manifest: 'manifest.json' },
  });
  // Tests read it; browsers have no use for it.
  renameSync(path.join(files, 'manifest.json'), path.join(folder, 'manifest.json'));
  const inputs = inputsOf([...ids]);
  writeFileSync(path.join(files, 'licences.txt'), licencesOf(inputs));
  const names = readdirSync(files, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(files, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .sort();
  const built = { files: names.map((name) => describe(files, name)), inputs: [...inputs] } satisfies BuiltConsole;
  writeFileSync(path.join(folder, listName), JSON.stringify(built));
};

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('Into which folder?');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
await buildInto(folder);
