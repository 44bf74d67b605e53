import { createHash } from 'node:crypto';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin, PluginBuild } from 'esbuild';
import * as v from 'valibot';
import type { ArchiveEntry } from './archive.ts';

const DataFile = v.object({
  read: v.pipe(
    v.function(),
    v.transform((read) => (): unknown => read()),
  ),
});

const make = async (module: string): Promise<Uint8Array> =>
  v.parse(v.instance(Uint8Array), v.parse(DataFile, await import(pathToFileURL(module).href)).read());

// Many bundles have the same file beside them. To make one may take seconds.
const made = new Map<string, Promise<Uint8Array>>();

const bytesOf = (module: string): Promise<Uint8Array> => {
  const bytes = made.get(module) ?? make(module);
  made.set(module, bytes);
  return bytes;
};

const importing = (file: string): string => `import { readFileSync } from 'node:fs';
import file from ${JSON.stringify(`data-file:${file}`)};
export const read = () => readFileSync(new URL(file, import.meta.url));`;

// By the name of the file, the module that makes it.
const modules = new Map<string, string>();

const readFromFile = (build: PluginBuild): void => {
  build.onLoad({ filter: /gateways[\\/]data-files[\\/][\w-]+\.ts$/ }, ({ path: module }) => {
    const file = `${path.basename(module, '.ts')}.bin`;
    modules.set(file, module);
    return { loader: 'js', contents: importing(file) };
  });
};

/** Where Lambda puts the files of a layer. */
const LAYERS = '/opt';

// What is known of addresses is large, and the same for all functions that ask for it.
const layered: ReadonlySet<string> = new Set(['countries.bin', 'networks.bin']);

const NAMESPACE = 'data-file';

/** Those among the inputs of a bundle that stand in the layer: their names as data files. */
export const layeredAmong = (inputs: readonly string[]): readonly string[] =>
  [...layered].filter((file) => inputs.includes(`${NAMESPACE}:${file}`));

const entries = new Map<string, Promise<ArchiveEntry>>();

const makeEntry = async (file: string): Promise<ArchiveEntry> => {
  const bytes = Buffer.from(await bytesOf(modules.get(file) ?? ''));
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
    path: named.slice('data-file:'.length),
    namespace: NAMESPACE,
  }));
  build.onLoad({ filter: /.*/, namespace: NAMESPACE }, async ({ path: file }) =>
    layers && layered.has(file)
      ? { contents: `export default ${JSON.stringify(`${LAYERS}/${(await layerEntry(file)).name}`)};`, loader: 'js' }
      : { contents: await bytesOf(modules.get(file) ?? ''), loader: 'file' },
  );
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
