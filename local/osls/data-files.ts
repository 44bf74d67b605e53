import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin, PluginBuild } from 'esbuild';
import * as v from 'valibot';

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

const placeFiles = (build: PluginBuild): void => {
  build.onResolve({ filter: /^data-file:/ }, ({ path: named }) => ({
    path: named.slice('data-file:'.length),
    namespace: 'data-file',
  }));
  build.onLoad({ filter: /.*/, namespace: 'data-file' }, async ({ path: file }) => ({
    contents: await bytesOf(modules.get(file) ?? ''),
    loader: 'file',
  }));
};

/**
 * Puts large data beside the bundles that use it. Each module of `shared/gateways/data-files` exports `read`, which
 * gives bytes. It is called here, once, and replaced by one that reads those bytes from a file.
 */
export const dataFiles: Plugin = {
  name: 'data-files',
  setup: (build) => {
    readFromFile(build);
    placeFiles(build);
  },
};

/** Leaves the data to a later bundler, which has `readDataFiles`. It goes before `dataFiles`. */
export const dataFilesLater: Plugin = {
  name: 'data-files-later',
  setup: (build) => {
    build.onResolve({ filter: /^data-file:/ }, ({ path: named }) => ({ path: named, external: true }));
  },
};

/** Puts the data beside bundles that are made of what was bundled with `dataFilesLater`. */
export const readDataFiles: Plugin = { name: 'read-data-files', setup: placeFiles };
