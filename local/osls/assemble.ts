import { isBuiltin } from 'node:module';
import path from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';
import { readDataFiles } from './data-files.ts';
import { CHUNKS, commonOptions } from './esbuild-options.ts';
import type { Parts } from './parts.ts';

type Outputs = Metafile['outputs'];
type Kind = Outputs[string]['imports'][number]['kind'];

/** A function that was put together. */
export interface Assembled {
  /** Paths of its modules and of the data files beside them, sorted. */
  readonly files: readonly string[];
  /** Packages that its code expects to find in node_modules. */
  readonly packages: readonly string[];
}

interface Target {
  readonly outdir: string;
  readonly maps: boolean;
}

interface Plan {
  /** The part of the function's source file. */
  readonly entry: string;
  /** The parts that are loaded when the function starts. They become one module. */
  readonly atStart: ReadonlySet<string>;
  /** The parts that are imported on demand. */
  readonly onDemand: readonly string[];
  /** What code on demand takes from that one module: by part, and by its name there, the name as which it is exported. */
  readonly lent: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** That module, from the top of the zip. */
  readonly output: string;
}

const targetsOf = ({ outputs }: Parts, part: string, kinds: readonly Kind[]): string[] =>
  (outputs[part]?.imports ?? [])
    .filter(({ kind, external }) => !external && kinds.includes(kind))
    .map(({ path: target }) => target);

const reachedFrom = (entry: string, parts: Parts, kinds: readonly Kind[]): ReadonlySet<string> => {
  const reached = new Set([entry]);
  // This goes on to what is added meanwhile.
  for (const part of reached) for (const target of targetsOf(parts, part, kinds)) reached.add(target);
  return reached;
};

/** The paths of all parts that a function is made of, sorted. */
export const partsFor = (source: string, parts: Parts): readonly string[] =>
  [...reachedFrom(parts.partOf(source), parts, ['import-statement', 'dynamic-import'])].sort();

const numbered = (taken: readonly (readonly [string, readonly string[]])[]): Plan['lent'] => {
  const lent = new Map<string, Map<string, string>>();
  let count = 0;
  for (const [part, names] of taken) {
    const ofPart = lent.get(part) ?? new Map<string, string>();
    lent.set(part, ofPart);
    for (const name of names) if (!ofPart.has(name)) ofPart.set(name, `_${(count++).toString(36)}`);
  }
  return lent;
};

const planOf = (source: string, parts: Parts): Plan => {
  const entry = parts.partOf(source);
  const atStart = reachedFrom(entry, parts, ['import-statement']);
  const all = partsFor(source, parts);
  const onDemand = [...new Set(all.flatMap((part) => targetsOf(parts, part, ['dynamic-import'])))].sort();
  const taken = [
    ...all.filter((part) => !atStart.has(part)).flatMap((part) => [...parts.importsOf(part)]),
    // Some parts are imported on demand by one part, and at the start by another one.
    ...onDemand.map((part) => [part, parts.outputs[part]?.exports ?? []] as const),
  ].filter(([part]) => atStart.has(part));
  return { entry, atStart, onDemand, lent: numbered(taken), output: source.replace(/\.ts$/, '.mjs') };
};

const withoutExtension = (file: string): string => file.replace(/\.mjs$/, '');

const chunkOf = (part: string): string => `${CHUNKS}/${path.posix.basename(part)}`;

const fromTop = (file: string): string => path.relative('', file).replaceAll(path.sep, '/');

// esbuild asks a plugin for each import that matches, which takes longer than to bundle it.
const importOf = (parts: Iterable<string>): RegExp =>
  new RegExp(`/(?:${[...parts].map((part) => withoutExtension(path.posix.basename(part))).join('|')})\\.mjs$`);

const exportsOf = ({ entry, lent }: Plan): string =>
  [
    `export * from './${entry}';`,
    ...[...lent].flatMap(([part, names]) =>
      [...names].map(([name, as]) => `export { ${name} as ${as} } from './${part}';`),
    ),
  ].join('\n');

const startOf = (plan: Plan): Plugin => ({
  name: 'start',
  setup: (build) => {
    build.onResolve({ filter: /^start$/ }, ({ path: name }) => ({ path: name, namespace: 'start' }));
    build.onLoad({ filter: /.*/, namespace: 'start' }, () => ({
      contents: exportsOf(plan),
      resolveDir: process.cwd(),
    }));
    if (plan.onDemand.length === 0) return;
    build.onResolve({ filter: importOf(plan.onDemand) }, ({ path: file, kind, resolveDir }) => {
      if (kind !== 'dynamic-import') return undefined;
      const chunk = chunkOf(fromTop(path.join(resolveDir, file)));
      return { path: path.posix.relative(path.posix.dirname(plan.output), chunk), external: true };
    });
  },
});

const onDemandOf = ({ atStart, lent, output }: Plan): Plugin => ({
  name: 'on-demand',
  setup: (build) => {
    build.onResolve({ filter: importOf(atStart) }, ({ path: file, kind, resolveDir }) => {
      const part = fromTop(kind === 'entry-point' ? file : path.join(resolveDir, file));
      return atStart.has(part) ? { path: part, namespace: 'lent', sideEffects: false } : undefined;
    });
    build.onLoad({ filter: /.*/, namespace: 'lent' }, ({ path: part }) => ({
      contents: [...(lent.get(part) ?? [])].map(([name, as]) => `export { ${as} as ${name} } from 'start';`).join('\n'),
    }));
    build.onResolve({ filter: /^start$/, namespace: 'lent' }, () => ({
      path: path.posix.relative(CHUNKS, output),
      external: true,
      sideEffects: false,
    }));
  },
});

const assembledOf = (outputs: Outputs): Assembled => {
  const imported = Object.values(outputs).flatMap(({ imports }) => imports.filter(({ external }) => external));
  const names = imported.map(({ path: name }) => name).filter((name) => !name.startsWith('.') && !isBuiltin(name));
  return {
    files: Object.keys(outputs)
      .filter((file) => !file.endsWith('.map'))
      .sort(),
    packages: [...new Set(names)].sort(),
  };
};

/**
 * Puts a function together from parts, minified, in a folder of its own. What it loads when it starts is one module at the
 * path of its source; what it imports on demand is in chunks, which take the rest from that module.
 */
export const assemble = async (source: string, parts: Parts, { outdir, maps }: Target): Promise<Assembled> => {
  const plan = planOf(source, parts);
  const outputsOf = async (entryPoints: { in: string; out: string }[], plugin: Plugin): Promise<Outputs> => {
    const { metafile } = await build({
      ...commonOptions,
      entryPoints,
      outdir,
      outExtension: { '.js': '.mjs' },
      chunkNames: `${CHUNKS}/chunk-[hash]`,
      minify: true,
      sourcemap: maps && 'external',
      plugins: [plugin, readDataFiles],
      // What a chunk needs of the module at the start is there before it.
      logOverride: { 'ignored-bare-import': 'silent' },
    });
    return metafile.outputs;
  };
  const start = await outputsOf([{ in: 'start', out: withoutExtension(plan.output) }], startOf(plan));
  if (plan.onDemand.length === 0) return assembledOf(start);
  const chunks = plan.onDemand.map((part) => ({ in: part, out: withoutExtension(chunkOf(part)) }));
  return assembledOf({ ...start, ...(await outputsOf(chunks, onDemandOf(plan))) });
};
