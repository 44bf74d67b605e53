import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type ArchiveEntry, zipOf } from './archive.ts';
import { type Assembled, assemble } from './assemble.ts';
import { writeDataLayer } from './data-layer.ts';
import { NATIVE_PACKAGE } from './esbuild-options.ts';
import type { Framework, FunctionEntry, PluginTools } from './framework.ts';
import { sourceOf, sourcesOf } from './handlers.ts';
import { nativeArgon2 } from './native-argon2.ts';
import { buildParts } from './parts.ts';

const OUTDIR = '.esbuild/package';
const ARTIFACTS = '.serverless';

const zipped = async (name: string, { files, packages }: Assembled, outdir: string): Promise<Buffer> => {
  const foreign = packages.find((wanted) => wanted !== NATIVE_PACKAGE);
  if (foreign) throw new Error(`${name} imports ${foreign}, which would not be in its zip.`);
  const code = files.map(
    (file): ArchiveEntry => ({
      name: path.posix.relative(outdir, file),
      bytes: readFileSync(file),
    }),
  );
  return zipOf(packages.length > 0 ? [...code, ...(await nativeArgon2())] : code);
};

/**
 * Bundles every function for Lambda and gives each a zip of its own: its code and, where it hashes passwords, the native
 * library. What is known of addresses goes into a layer that they share. With SOURCE_MAPS=1, maps of that code are in `.esbuild/package`, next to it.
 */
export const bundleForPackage = async ({ service }: Framework, { log }: PluginTools): Promise<void> => {
  const { functions, provider } = service;
  // Tracing is what enlarges a function most.
  const without = provider.tracing?.lambda === 'Active' ? [] : ['@aws-lambda-powertools/tracer'];
  const maps = process.env.SOURCE_MAPS === '1';
  rmSync(OUTDIR, { recursive: true, force: true });
  mkdirSync(ARTIFACTS, { recursive: true });
  const parts = await buildParts({
    entries: sourcesOf(functions),
    outdir: path.posix.join(OUTDIR, 'parts'),
    without,
    maps,
  });
  const layered = new Set<string>();
  const pack = async ([name, entry]: readonly [string, FunctionEntry]): Promise<void> => {
    const outdir = path.posix.join(OUTDIR, name);
    const artifact = path.join(ARTIFACTS, `${name}.zip`);
    const assembled = await assemble(sourceOf(entry), parts, { outdir, maps });
    writeFileSync(artifact, await zipped(name, assembled, outdir));
    entry.package = { artifact };
    entry.hasDataLayer = assembled.layered.length > 0;
    for (const file of assembled.layered) layered.add(file);
  };
  await Promise.all(Object.entries(functions).map(pack));
  await writeDataLayer([...layered]);
  log.notice(`Bundled ${Object.keys(functions).length} functions.`);
};
