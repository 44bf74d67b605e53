import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build, type Metafile } from 'esbuild';
import { type ArchiveEntry, zipOf } from './archive.ts';
import { bundleOptions, closureOf, NATIVE_PACKAGE } from './esbuild-options.ts';
import type { Framework, FunctionEntry, PluginTools } from './framework.ts';
import { sourceOf, sourcesOf } from './handlers.ts';
import { nativeArgon2 } from './native-argon2.ts';

const OUTDIR = '.esbuild/package';
const ARTIFACTS = '.serverless';

type Functions = Readonly<Record<string, FunctionEntry>>;

// Functions with the same folder and role need much the same code. If all were bundled at once, each would get what any
// other needs of a shared module. One by one, it would take a minute.
const kindOf = (entry: FunctionEntry): string =>
  `${path.posix.dirname(sourceOf(entry)).replaceAll('/', '-')}-${entry.role ?? 'none'}`;

const byKind = (functions: Functions): [string, Functions][] =>
  Object.entries(Object.groupBy(Object.entries(functions), ([, entry]) => kindOf(entry))).map(
    ([kind, members = []]) => [kind, Object.fromEntries(members)],
  );

const contents = async (name: string, bundled: string, outdir: string, outputs: Metafile['outputs']) => {
  const { files, packages } = closureOf(bundled, outputs);
  const foreign = packages.find((wanted) => wanted !== NATIVE_PACKAGE);
  if (foreign) throw new Error(`${name} imports ${foreign}, which would not be in its zip.`);
  const code = files.map(
    (file): ArchiveEntry => ({
      name: path.posix.relative(outdir, file),
      bytes: readFileSync(file),
    }),
  );
  return packages.length > 0 ? [...code, ...(await nativeArgon2())] : code;
};

const bundleKind = async (kind: string, functions: Functions, without: readonly string[]) => {
  const outdir = path.posix.join(OUTDIR, kind);
  const { metafile } = await build(bundleOptions({ entries: sourcesOf(functions), outdir, readable: false, without }));
  for (const [name, entry] of Object.entries(functions)) {
    const bundled = path.posix.join(outdir, sourceOf(entry).replace(/\.ts$/, '.mjs'));
    const artifact = path.join(ARTIFACTS, `${name}.zip`);
    writeFileSync(artifact, await zipOf(await contents(name, bundled, outdir, metafile.outputs)));
    entry.package = { artifact };
  }
};

/**
 * Bundles every function for Lambda and gives each a zip of its own: its code, the chunks that it loads and, where it
 * hashes passwords, the native library. Source maps stay in `.esbuild/package`, next to their code.
 */
export const bundleForPackage = async ({ service }: Framework, { log }: PluginTools): Promise<void> => {
  const { functions, provider } = service;
  // Tracing is what enlarges a function most.
  const without = provider.tracing?.lambda === 'Active' ? [] : ['@aws-lambda-powertools/tracer'];
  rmSync(OUTDIR, { recursive: true, force: true });
  mkdirSync(ARTIFACTS, { recursive: true });
  for (const [kind, members] of byKind(functions)) await bundleKind(kind, members, without);
  log.notice(`Bundled ${Object.keys(functions).length} functions.`);
};
