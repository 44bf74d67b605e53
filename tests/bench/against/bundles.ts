import { parseSync } from 'oxc-parser';
import { findOurFile } from '#tests/arch/import-graph.ts';
import { medianOf } from '#tests/support/median.ts';
import type { Both, Figure } from './figures.ts';

/** The modules of a packaged function, by path in its zip. */
export type Modules = ReadonlyMap<string, string>;

/** The code of a packaged function, in bytes. */
export interface CodeSize {
  /** What it loads when it starts. */
  readonly atStart: number;
  /** That, and what it loads on demand. */
  readonly whole: number;
}

/** The code of functions, by name. */
export type CodeSizes = ReadonlyMap<string, CodeSize>;

const neededBy = (file: string, source: string): readonly string[] => {
  const { module, errors } = parseSync(file, source);
  if (errors[0]) throw new Error(`${file} does not parse: ${errors[0].message}`);
  const named = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) => entries.flatMap((entry) => entry.moduleRequest?.value ?? [])),
  ];
  return named.flatMap((specifier) => findOurFile(file, specifier) ?? []);
};

/**
 * Measures the code of functions that were packaged together. Chunks have their content in their names, so one that several
 * functions have is parsed once. Throws a plain Error where a module is no JavaScript, or is not in the zip.
 */
export const createSizing = () => {
  const known = new Map<string, readonly string[]>();

  const needs = (file: string, source: string): readonly string[] => {
    const found = known.get(file) ?? neededBy(file, source);
    known.set(file, found);
    return found;
  };

  return (entry: string, modules: Modules): CodeSize => {
    const loaded = new Map<string, number>();
    const load = (file: string): void => {
      if (loaded.has(file)) return;
      const source = modules.get(file);
      if (source === undefined) throw new Error(`${entry} needs ${file}, which is not in its zip.`);
      loaded.set(file, Buffer.byteLength(source));
      for (const needed of needs(file, source)) load(needed);
    };
    load(entry);
    const sum = (sizes: Iterable<number>): number => [...sizes].reduce((total, size) => total + size, 0);
    return { atStart: sum(loaded.values()), whole: sum([...modules.values()].map((one) => Buffer.byteLength(one))) };
  };
};

const largestGrowth = 1.01;
const printed = 3;

const missingIn = (some: CodeSizes, others: CodeSizes): string[] =>
  [...some.keys()].filter((name) => !others.has(name));

/** Names of the functions that one build alone has. */
export const onlyIn = ({ there, here }: Both<CodeSizes>): Both<readonly string[]> => ({
  there: missingIn(there, here),
  here: missingIn(here, there),
});

const figuresOf = ({ there, here }: Both<CodeSizes>, title: string, bytes: (code: CodeSize) => number): Figure[] => {
  const shared = [...here].flatMap(([name, code]) => {
    const other = there.get(name);
    return other ? [{ name, before: bytes(other) / 1000, now: bytes(code) / 1000 }] : [];
  });
  const grown = shared.toSorted((a, b) => b.now / b.before - a.now / a.before).slice(0, printed);
  const medians = {
    there: [medianOf(shared.map(({ before }) => before))],
    here: [medianOf(shared.map(({ now }) => now))],
  };
  return [
    { name: `${title}, median`, unit: 'kB', ...medians, most: 1 },
    ...grown.map(({ name, before, now }) => ({
      name: `${title}, ${name}`,
      unit: 'kB',
      there: [before],
      here: [now],
      most: largestGrowth,
    })),
  ];
};

/** Of the functions that both builds have: the medians, and those that grew most. */
export const codeFigures = (codes: Both<CodeSizes>): readonly Figure[] => [
  ...figuresOf(codes, 'code at start', ({ atStart }) => atStart),
  ...figuresOf(codes, 'whole code', ({ whole }) => whole),
];
