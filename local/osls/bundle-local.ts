import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { build, stop } from 'esbuild';
import type { Manifest } from '../lambda/bundles.ts';
import { bundleOptions } from './esbuild-options.ts';
import type { Framework, FunctionEntry } from './framework.ts';
import { sourceOf, sourcesOf } from './handlers.ts';

const bundleOf = (entry: FunctionEntry): string => sourceOf(entry).replace(/\.ts$/, '.mjs');

/**
 * Bundles every function into a folder, with a manifest that says what serverless.yml declares about them. `small` ones are
 * minified and have no maps. Throws a plain Error where it declares no CORS.
 */
export const bundleForLocal = async ({ service }: Framework, outdir: string, small = false): Promise<void> => {
  const { functions, provider } = service;
  const { cors } = provider.httpApi ?? {};
  if (!cors) throw new Error('serverless.yml is to declare httpApi.cors.');
  let inputs: readonly string[];
  try {
    // Maps have files of their own: inside the bundles they would be held in memory twice.
    const { metafile } = await build({
      ...bundleOptions({ entries: sourcesOf(functions), outdir }),
      minify: small,
      sourcemap: small ? false : 'linked',
    });
    inputs = Object.keys(metafile.inputs);
  } finally {
    // esbuild's own process waits for more builds otherwise.
    await stop();
  }
  const manifest: Manifest = {
    functions: Object.values(functions).map((entry) => ({
      name: entry.name,
      file: bundleOf(entry),
      handler: entry.handler.slice(entry.handler.lastIndexOf('.') + 1),
      timeout: entry.timeout ?? provider.timeout,
      memorySize: entry.memorySize ?? provider.memorySize,
      routes: (entry.events ?? []).flatMap(({ httpApi }) => httpApi ?? []),
    })),
    cors,
    inputs,
  };
  writeFileSync(path.join(outdir, 'manifest.json'), JSON.stringify(manifest));
};
