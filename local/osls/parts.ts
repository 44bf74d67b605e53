import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build, type Metafile } from 'esbuild';
import { dataFilesLater } from './data-files.ts';
import { bundleOptions } from './esbuild-options.ts';

/** What all functions are made of: modules each of which a function needs as a whole, or not at all. */
export interface Parts {
  readonly outputs: Metafile['outputs'];
  /** Path of the part that a function's source file became. */
  readonly partOf: (source: string) => string;
  readonly textOf: (part: string) => string;
  /** The names that a part imports from other parts, by the paths of these. */
  readonly importsOf: (part: string) => ReadonlyMap<string, readonly string[]>;
}

interface Sources {
  readonly entries: readonly string[];
  readonly outdir: string;
  /** Packages whose import on demand never happens. */
  readonly without: readonly string[];
  readonly maps: boolean;
}

// esbuild writes what a part imports by name in this form alone.
const IMPORT = /^import \{([^}]*)\} from "(\.[^"]+)";$/gm;

const namesIn = (list: string): string[] => list.split(',').map((one) => one.trim().split(' as ')[0] ?? '');

const importsIn = (part: string, text: string): ReadonlyMap<string, readonly string[]> =>
  new Map(
    [...text.matchAll(IMPORT)].map(([, list = '', target = '']) => [
      path.posix.join(path.posix.dirname(part), target),
      namesIn(list),
    ]),
  );

const remembered = <T>(work: (part: string) => T): ((part: string) => T) => {
  const known = new Map<string, T>();
  return (part) => {
    const found = known.get(part) ?? work(part);
    known.set(part, found);
    return found;
  };
};

/**
 * Bundles the sources of all functions into parts. The libraries that many functions have are read once in this way. Parts
 * are not minified, so that `assemble` can still tell what a function does without.
 */
export const buildParts = async ({ entries, outdir, without, maps }: Sources): Promise<Parts> => {
  const options = bundleOptions({ entries, outdir, without });
  const { metafile } = await build({
    ...options,
    plugins: [dataFilesLater, ...options.plugins],
    banner: {},
    // A checkout whose node_modules is a link gets the same parts.
    preserveSymlinks: true,
    sourcemap: maps && 'inline',
  });
  const textOf = remembered((part) => readFileSync(part, 'utf8'));
  return {
    outputs: metafile.outputs,
    partOf: (source) => path.posix.join(outdir, source.replace(/\.ts$/, '.mjs')),
    textOf,
    importsOf: remembered((part) => importsIn(part, textOf(part))),
  };
};
