import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';
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

/**
 * Puts large data beside the bundles that use it. Each module of `shared/gateways/data-files` exports `read`, which
 * gives bytes. It is called here, once, and replaced by one that reads those bytes from a file.
 */
export const dataFiles: Plugin = {
  name: 'data-files',
  setup: (build) => {
    const modules = new Map<string, string>();
    build.onLoad({ filter: /gateways[\\/]data-files[\\/][\w-]+\.ts$/ }, ({ path: module }) => {
      const file = `${path.basename(module, '.ts')}.bin`;
      modules.set(file, module);
      return { loader: 'js', contents: importing(file) };
    });
    build.onResolve({ filter: /^data-file:/ }, ({ path: named }) => ({
      path: named.slice('data-file:'.length),
      namespace: 'data-file',
    }));
    build.onLoad({ filter: /.*/, namespace: 'data-file' }, async ({ path: file }) => ({
      contents: await bytesOf(modules.get(file) ?? ''),
      loader: 'file',
    }));
  },
};
