import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type ArchiveEntry, zipOf } from './archive.ts';
import { type Assembled, assemble, partsFor } from './assemble.ts';
import { layeredAmong } from './data-files.ts';
import { writeDataLayer } from './data-layer.ts';
import { NATIVE_PACKAGE } from './esbuild-options.ts';
import type { Framework, FunctionEntry, PluginTools } from './framework.ts';
import { sourceOf, sourcesOf } from './handlers.ts';
import { digestOf, madeOnce, removeUnused } from './made-once.ts';
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

// esbuild holds the parts of each function in memory while it puts that one together.
const atOnce = 4;

const forEach = async <T>(things: readonly T[], work: (thing: T) => Promise<void>): Promise<void> => {
  const left = things.values();
  const workThrough = async (): Promise<void> => {
    for (const thing of left) await work(thing);
  };
  await Promise.all(Array.from({ length: atOnce }, workThrough));
};

/** Whether the environment asks for maps of packaged code. */
export const wantsMaps = ({ SOURCE_MAPS }: Readonly<Record<string, string | undefined>>): boolean =>
  SOURCE_MAPS === '1';

// All that a zip depends on beside the parts: how it is made, and with which packages.
const digestOfTools = (): string => {
  const tools = readdirSync(import.meta.dirname).sort();
  return digestOf([
    ...tools.map((file) => readFileSync(path.join(import.meta.dirname, file))),
    readFileSync('package-lock.json'),
  ]);
};

/**
 * Bundles every function for Lambda and gives each a zip of its own: its code and, where it hashes passwords, the native
 * library. What is known of addresses goes into a layer that they share. A zip that was made before from the same code is
 * taken again. With SOURCE_MAPS=1, maps of the code are in `.esbuild/package`, next to it.
 */
export const bundleForPackage = async ({ service }: Framework, { log }: PluginTools): Promise<void> => {
  const { functions, provider } = service;
  // Tracing is what enlarges a function most.
  const without = provider.tracing?.lambda === 'Active' ? [] : ['@aws-lambda-powertools/tracer'];
  const maps = wantsMaps(process.env);
  rmSync(OUTDIR, { recursive: true, force: true });
  mkdirSync(ARTIFACTS, { recursive: true });
  const outdirOf = (name: string): string => path.posix.join(OUTDIR, name);
  const parts = await buildParts({ entries: sourcesOf(functions), outdir: outdirOf('parts'), without, maps });
  const tools = digestOfTools();
  const layered = new Set<string>();
  const pack = async ([name, entry]: readonly [string, FunctionEntry]): Promise<void> => {
    const [source, outdir] = [sourceOf(entry), outdirOf(name)];
    const artifact = path.join(ARTIFACTS, `${name}.zip`);
    const make = async () => zipped(name, await assemble(source, parts, { outdir, maps }), outdir);
    const made = partsFor(source, parts);
    const code = made.flatMap((part) => [part, parts.textOf(part)]);
    writeFileSync(artifact, maps ? await make() : await madeOnce(digestOf([tools, source, ...code]), make));
    entry.package = { artifact };
    const ofLayer = layeredAmong(made.flatMap((part) => parts.outputs[part]?.imports ?? []).map((one) => one.path));
    entry.hasDataLayer = ofLayer.length > 0;
    for (const file of ofLayer) layered.add(file);
  };
  await forEach(Object.entries(functions), pack);
  await writeDataLayer([...layered], tools);
  removeUnused();
  log.notice(`Bundled ${Object.keys(functions).length} functions.`);
};
