import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build as bundle, type Plugin, type PluginBuild } from 'esbuild';
import * as v from 'valibot';
import type { ArchiveEntry } from './archive.ts';
import { digestOf, madeOnce } from './made-once.ts';

const DataFile = v.object({
  read: v.pipe(
    v.function(),
    v.transform((read) => (): unknown => read()),
  ),
});

const make = async (module: string): Promise<Uint8Array> =>
  v.parse(v.instance(Uint8Array), v.parse(DataFile, await import(pathToFileURL(module).href)).read());

interface Data {
  /** The digest of what the bytes are made of. */
  readonly digest: string;
  readonly bytes: () => Promise<Uint8Array>;
}

// The code that makes it, with all that is ours in that, and the lists from packages that the code reads.
const digestOfMaking = async (module: string): Promise<string> => {
  const { outputFiles } = await bundle({
    entryPoints: [module],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    packages: 'external',
  });
  const code = outputFiles.map(({ text }) => text);
  return digestOf(['data', ...code, readFileSync('package-lock.json')]);
};

const dataOf = async (module: string): Promise<Data> => {
  const digest = await digestOfMaking(module);
  let bytes: Promise<Uint8Array> | undefined;
  return {
    digest,
    bytes: () => {
      bytes ??= madeOnce(digest, () => make(module));
      return bytes;
    },
  };
};

// By the name of the module. Many bundles have the same data beside them.
const known = new Map<string, Promise<Data>>();

const nameOf = (module: string): string => path.basename(module, '.ts');

const importing = (name: string, digest: string): string => `import { readFileSync } from 'node:fs';
import file from ${JSON.stringify(`${SCHEME}${digest}/${name}.bin`)};
export const read = () => readFileSync(new URL(file, import.meta.url));`;

const readFromFile = (build: PluginBuild): void => {
  build.onLoad({ filter: /gateways[\\/]data-files[\\/][\w-]+\.ts$/ }, async ({ path: module }) => {
    const name = nameOf(module);
    const data = known.get(name) ?? dataOf(module);
    known.set(name, data);
    return { loader: 'js', contents: importing(name, (await data).digest) };
  });
};

/** Where Lambda puts the files of a layer. */
const LAYERS = '/opt';

// What is known of addresses is large, and the same for all functions that ask for it.
const layered: ReadonlySet<string> = new Set(['countries.bin', 'networks.bin']);

const SCHEME = 'data-file:';

/** Those among the imports of a part that stand in the layer: their names as data files. */
export const layeredAmong = (imports: readonly string[]): readonly string[] => {
  const names = imports.filter((one) => one.startsWith(SCHEME)).map((one) => path.posix.basename(one));
  return [...layered].filter((file) => names.includes(file));
};

const bytesOf = async (file: string): Promise<Uint8Array> => {
  const data = await known.get(path.posix.basename(file, '.bin'));
  if (!data) throw new Error(`No module makes ${file}.`);
  return data.bytes();
};

const entries = new Map<string, Promise<ArchiveEntry>>();

const makeEntry = async (file: string): Promise<ArchiveEntry> => {
  const bytes = Buffer.from(await bytesOf(file));
  const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 8);
  return { name: `data/${path.basename(file, '.bin')}-${digest}.bin`, bytes };
};

/** The file of the layer that a data file becomes. */
export const layerEntry = (file: string): Promise<ArchiveEntry> => {
  const entry = entries.get(file) ?? makeEntry(file);
  entries.set(file, entry);
  return entry;
};

const placeFiles = (build: PluginBuild, layers: boolean): void => {
  build.onResolve({ filter: /^data-file:/ }, ({ path: named }) => ({
    path: named.slice(SCHEME.length),
    namespace: 'data-file',
  }));
  build.onLoad({ filter: /.*/, namespace: 'data-file' }, async ({ path: named }) => {
    const file = path.posix.basename(named);
    return layers && layered.has(file)
      ? { contents: `export default ${JSON.stringify(`${LAYERS}/${(await layerEntry(file)).name}`)};`, loader: 'js' }
      : { contents: await bytesOf(file), loader: 'file' };
  });
};

/**
 * Puts large data beside the bundles that use it. Each module of `shared/gateways/data-files` exports `read`, which
 * gives bytes. It is called here, once, and replaced by one that reads those bytes from a file.
 */
export const dataFiles: Plugin = {
  name: 'data-files',
  setup: (build) => {
    readFromFile(build);
    placeFiles(build, false);
  },
};

/** Leaves the data to a later bundler, which has `readDataFiles`. It goes before `dataFiles`. */
export const dataFilesLater: Plugin = {
  name: 'data-files-later',
  setup: (build) => {
    build.onResolve({ filter: /^data-file:/ }, ({ path: named }) => ({ path: named, external: true }));
  },
};

/**
 * Puts the data beside bundles for Lambda that are made of what was bundled with `dataFilesLater`, but for what stands in
 * the layer: this is read from there.
 */
export const readDataFiles: Plugin = { name: 'read-data-files', setup: (build) => placeFiles(build, true) };
